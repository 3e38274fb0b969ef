import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';

/** A call whose id is one that a sender chose. */
const ODD_ID = 'a?b#c&d=e%20 f+ü🙂\\..';

let service: GrafanaService;
let asker: Asker;
/** A key that would open much more over HTTP. */
let admin: { readonly apiKey: string };
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  const odd = CALLS.filter(({ subject }) => subject === 'b1').map((event) => ({
    ...event,
    id: `${event.id}-odd`,
    subject: ODD_ID,
    data: event.type === 'call.started' ? { ...event.data, agent: { id: 'o"h\\ara & söhne' } } : event.data,
  }));
  asker = await newAsker(service, [...CALLS, ...odd]);
  admin = { apiKey: (await service.key({ scopes: ['query', 'admin', 'ingest', 'reports'] })).key };
});
afterAll(() => service.stop());

const get = (url: string) => service.host.callResource(asker.datasource, url);

test.each([
  'catalogue',
  'funnels',
  'calls/a1',
  'calls/none',
  `dimensions/agent/values?from=${DAY.from}&to=${DAY.to}`,
  'dimensions/agent/values?limit=zero',
  'dimensions/agnet/values',
])('%s is what the HTTP API says', async (url) => {
  const { status, body } = await asker.tenant.request('GET', `/v1/${url}`);
  expect(await get(url)).toEqual({ code: status, body });
});

test('the catalogue has what can be asked for', async () => {
  const { code, body } = await get('catalogue');
  expect(code).toBe(200);
  expect(body).toEqual(await asker.tenant.catalogue());
});

describe('values of a dimension', () => {
  const agents = async (query: string): Promise<unknown> => {
    const { code, body } = await get(`dimensions/agent/values${query}`);
    return code === 200 ? (body as { values: { value: string; count: number }[] }).values : body;
  };
  it('are the most frequent first', async () => {
    expect(await agents('')).toEqual([
      { value: 'anna', count: 2 },
      { value: 'ben', count: 1 },
      { value: 'o"h\\ara & söhne', count: 1 },
    ]);
  });

  it('are those of a range, as epoch milliseconds, RFC 3339 or relative', async () => {
    const counted = async (query: string) => ((await agents(query)) as { count: number }[]).map(({ count }) => count);
    expect(await counted(`?from=${encodeURIComponent('2026-03-03T10:00:00Z')}&to=now`)).toEqual([1, 1, 1]);
    expect(await counted(`?from=${encodeURIComponent('2026-03-03T10:00:00+00:00')}`)).toEqual([1, 1, 1]);
    expect(await counted(`?from=${Date.parse('2026-03-03T10:00:00Z')}&to=${Date.parse(DAY.to)}`)).toEqual([1, 1, 1]);
    expect(await counted('?from=now-1d&to=now')).toEqual([]);
    expect(await counted('?from=now-1d/d&to=now-1d/d&timezone=Europe%2FBerlin')).toEqual([2, 1, 1]);
  });

  it('are searched and cut', async () => {
    expect(await agents('?search=ANN')).toEqual([{ value: 'anna', count: 2 }]);
    expect(await agents(`?search=${encodeURIComponent('"H\\ARA & SÖ')}`)).toEqual([
      { value: 'o"h\\ara & söhne', count: 1 },
    ]);
    expect(await agents('?search=%25')).toEqual([]);
    expect(await agents(`?search=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([]);
    expect(await agents('?limit=1')).toEqual([{ value: 'anna', count: 2 }]);
  });

  it('are refused as over HTTP', async () => {
    expect(await get('dimensions/agnet/values')).toMatchObject({
      code: 400,
      body: { error: { code: 'unknown_dimension', suggestions: ['agent'] } },
    });
    expect((await get('dimensions/duration/values')).code).toBe(400);
    expect((await get('dimensions/agent/values?limit=0')).code).toBe(400);
    expect((await get('dimensions/agent/values?from=yesterday')).code).toBe(400);
    expect((await get('dimensions/agent/values?timezone=Mars')).code).toBe(400);
  });

  it('take a query string of any letters', async () => {
    for (const query of [
      '?',
      '?&&=',
      '?#',
      '?search=%',
      '?search=a?b',
      '?a=%00&search=ben',
      '?x=//..\\..',
      '?search=1&search=2',
    ]) {
      expect([
        query,
        (await service.host.callResource(asker.datasource, `dimensions/agent/values${query}`)).code,
      ]).toEqual([query, query === '?search=1&search=2' ? 400 : 200]);
    }
  });
});

test('a call is found by its id, whatever stands in it', async () => {
  expect(await get('calls/a1')).toMatchObject({ code: 200, body: { call: { call_id: 'a1' } } });
  expect(await get(`calls/${encodeURIComponent(ODD_ID)}`)).toMatchObject({
    code: 200,
    body: { call: { call_id: ODD_ID } },
  });
  expect(await get('calls/none')).toEqual({
    code: 404,
    body: { error: { code: 'unknown_call', message: 'there is no call with this id' } },
  });
});

const CLOSED = {
  code: 404,
  body: {
    error: {
      code: 'not_found',
      message: 'resources are catalogue, funnels, dimensions/{name}/values and calls/{id}',
    },
  },
};

test.each([
  '',
  'keys',
  'quarantine',
  'dead-letters',
  'deliveries',
  'callers',
  'query',
  'metrics',
  'calls',
  'calls/',
  'calls/a1/events',
  'dimensions/agent',
  'dimensions//values',
  'catalogue/x',
  'v1/catalogue',
  'healthz',
  '../healthz',
  'calls/..',
  'calls/.',
  'calls/../keys',
  'calls/%2e%2e',
  'calls/..%2fkeys',
  'calls%2f..%2fkeys',
  'dimensions/../values',
  'dimensions/%2e%2e/values',
  'http://127.0.0.1/v1/keys',
  '//127.0.0.1/v1/keys',
  'catalogue\n',
  'calls/#/../keys',
])('%j stays behind the HTTP API', async (url) => {
  expect(await service.host.callResource(admin, url)).toEqual(CLOSED);
});

test.each(['calls/..\\keys', 'calls/..%5ckeys', 'dimensions/..\\keys\\..\\x/values', 'calls/%252e%252e%252fkeys'])(
  '%s is the name of something that is not there, and leads nowhere else',
  async (url) => {
    const { code, body } = await service.host.callResource(admin, url);
    expect([code, (body as { error: { code: string } }).error.code]).toEqual(
      url.startsWith('calls') ? [404, 'unknown_call'] : [400, 'unknown_dimension'],
    );
  },
);

test('slashes around a path are of no account', async () => {
  expect((await get('/catalogue/')).code).toBe(200);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'get', ''])(
  'the method %j is refused',
  async (method) => {
    expect(await service.host.callResource(admin, 'funnels', method)).toEqual({
      code: 405,
      body: { error: { code: 'method_not_allowed', message: 'resources are only read' } },
    });
  },
);
