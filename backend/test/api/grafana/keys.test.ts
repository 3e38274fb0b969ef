import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import type { Datasource } from './support/plugin-host.js';

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, CALLS);
});
afterAll(() => service.stop());

/** What each kind of request says to a key. */
async function sayings(datasource: Datasource) {
  const model = { metrics: ['calls.count'] };
  const answers = await service.host.queryData(datasource, [
    { ...DAY, refId: 'A', model },
    { ...DAY, refId: 'B', model },
  ]);
  return {
    queries: [answers['A']!, answers['B']!],
    resource: await service.host.callResource(datasource, 'catalogue'),
    health: await service.host.checkHealth(datasource),
  };
}

/** Every kind of request refuses a key, in the same words, none of which is the key. */
async function expectRefused(
  datasource: Datasource,
  { status, code, words, next }: { status: number; code: string; words: string; next: string },
): Promise<void> {
  const said = await sayings(datasource);
  for (const query of said.queries) {
    expect(query).toMatchObject({ status, error: words, errorSource: 'downstream', frames: [] });
  }
  expect(said.resource).toEqual({ code: status, body: { error: { code, message: words } } });
  expect(said.health).toEqual({ status: 'ERROR', message: `${words}. ${next}`, details: { code } });
  if (datasource.apiKey !== undefined && datasource.apiKey !== '')
    expect(JSON.stringify(said)).not.toContain(datasource.apiKey);
}

async function expectAnswered(datasource: Datasource): Promise<void> {
  const said = await sayings(datasource);
  expect(said.queries.map(({ status, error }) => [status, error])).toEqual([
    [200, ''],
    [200, ''],
  ]);
  expect([said.resource.code, said.health.status]).toEqual([200, 'OK']);
}

const MAKE_ONE = 'Make one: callsight keys create --name grafana --scopes query';
const UNKNOWN = {
  status: 401,
  code: 'invalid_key',
  words: 'unknown, expired or revoked API key',
  next: MAKE_ONE,
};

test('a key with the scope for queries opens everything', () => expectAnswered(asker.datasource));

test.each([
  ['none', {}],
  ['an empty one', { apiKey: '' }],
])('%s is refused with where to set it', (_name, datasource) =>
  expectRefused(datasource, {
    status: 401,
    code: 'missing_key',
    words: 'no API key is set in the settings of this datasource',
    next: MAKE_ONE,
  }),
);

test.each([
  ['that nobody made', 'cs_nobody-made-this-key'],
  ['with a letter more', undefined],
  ['of odd letters', 'schlüssel\r\nx-api-key: 🔑'],
])('one %s is refused', (_name, apiKey) =>
  expectRefused({ apiKey: apiKey ?? `${asker.datasource.apiKey!}x` }, UNKNOWN),
);

test('one of another scope is refused with the scope that it lacks', async () => {
  const { key } = await service.key({ scopes: ['ingest', 'reports'] });
  await expectRefused(
    { apiKey: key },
    {
      status: 403,
      code: 'missing_scope',
      words: 'this API key does not have the scope "query"',
      next: 'Use a key with the scope "query".',
    },
  );
});

test('one that is revoked opens nothing from then on', async () => {
  const { key, id } = await service.key();
  await expectAnswered({ apiKey: key });
  const revoked = await service.running.main.request('DELETE', `/v1/keys/${id}`);
  expect(revoked.status).toBe(204);
  await expectRefused({ apiKey: key }, UNKNOWN);
  await expectAnswered(asker.datasource);
});

test('one that has expired opens nothing from then on', async () => {
  const { key } = await service.key({ expires_at: new Date(NOW + 60_000).toISOString() });
  await expectAnswered({ apiKey: key });
  service.running.now = NOW + 59_999;
  await expectAnswered({ apiKey: key });
  service.running.now = NOW + 60_000;
  await expectRefused({ apiKey: key }, UNKNOWN);
  service.running.now = NOW;
});

test('a request without any datasource, as of an app, is refused', async () => {
  expect(await service.host.queryData({}, [])).toEqual({});
  expect((await service.host.callResource({}, 'catalogue')).code).toBe(401);
});

test('what a key opens is settled anew for each request, not for a connection', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const datasource = index % 2 === 0 ? asker.datasource : { apiKey: `cs_wrong-${index}` };
      const { A } = await service.host.queryData(datasource, [{ ...DAY, model: { metrics: ['calls.count'] } }]);
      return A!.status;
    }),
  );
  expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 200 : 401)));
});
