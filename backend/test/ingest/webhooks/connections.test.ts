import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryEntry, DeliveryPage } from '@callsight/contract/deliveries';
import { startRunningService, type RunningService, type TenantClient } from '../../support/running-service.js';
import { deliver, form, sample, SECRETS, sha256, SIGN, PUBLIC_URL } from './platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');

const FILE = `
end_reasons:
  vapi:
    customer-ended-call: { outcome: information }
connections:
  - { provider: retell, name: sales, secret_env: SALES_RETELL_KEY }
  - { provider: retell, name: support, secret_env: SUPPORT_RETELL_KEY }
  - { provider: retell, name: old, secret_env: SALES_RETELL_KEY, enabled: false }
  - { provider: retell, name: acme, tenant: acme, secret_env: ACME_RETELL_KEY }
  - provider: vapi
    name: bearer
    secret_env: VAPI_BEARER
    settings:
      scheme: bearer
      end_reasons:
        customer-ended-call: { outcome: qualified, ended_by: agent }
  - { provider: stripe, enabled: false }
`;

let folder: string;
let running: RunningService;
let acme: TenantClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-connections-'));
  const file = join(folder, 'connections.yaml');
  writeFileSync(file, FILE);
  running = await startRunningService(NOW, {
    ...SECRETS,
    CALLSIGHT_CONNECTIONS_FILE: file,
    SALES_RETELL_KEY: 'sales',
    SUPPORT_RETELL_KEY: 'support',
    ACME_RETELL_KEY: 'acme',
    VAPI_BEARER: 'bearer-token',
  });
  acme = await running.tenant('acme');
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A call of its own, also at Twilio. */
const retell = (call: string): string =>
  sample('retell/call_ended.2025-10.json')
    .replaceAll('call_7d4d725e08ee202dded00b067eb', call)
    .replaceAll('CAbc4dda269dfaf7729e1b06b7e6aa9d0f', `CA${sha256(call).slice(0, 32)}`);

const countOf = async (client: TenantClient): Promise<number> => {
  await running.service.services.inbox.drain();
  await running.settled();
  const query = { refId: 'A', metrics: ['calls.count'] };
  const { results } = await client.query({
    from: '2025-01-01T00:00:00Z',
    to: '2026-01-01T00:00:00Z',
    queries: [query],
  });
  const result = results['A']!;
  if (!('frames' in result)) throw new Error(JSON.stringify(result));
  return Number(result.frames[0]!.data.values[0]![0]);
};

const deliveriesOf = async (client: TenantClient, query: string): Promise<DeliveryEntry[]> =>
  ((await client.request('GET', `/v1/deliveries${query}`)).body as DeliveryPage).deliveries;

test('each connection has a secret of its own, and another one’s is refused', async () => {
  const { app } = running.service;
  const send = (connection: string, secret: string) =>
    deliver(app, 'retell', retell(`of-${connection}`), NOW, { connection, secret });
  expect((await send('sales', 'sales')).status).toBe(200);
  expect((await send('support', 'support')).status).toBe(200);
  expect((await send('support', 'sales')).status).toBe(401);
  expect((await send('sales', SECRETS.CALLSIGHT_RETELL_API_KEY)).status).toBe(401);
  expect((await deliver(app, 'retell', retell('of-default'), NOW)).status).toBe(200);
  expect((await deliver(app, 'retell', retell('of-default'), NOW, { connection: 'default' })).status).toBe(200);
  await running.service.services.inbox.drain();
  expect((await deliveriesOf(running.main, '?connection=support')).map(({ status }) => status)).toEqual([
    'refused',
    'mapped',
  ]);
  expect(await countOf(running.main)).toBe(3);
});

test('a connection belongs to its tenant', async () => {
  const sent = await deliver(running.service.app, 'retell', retell('of-acme'), NOW, {
    connection: 'acme',
    secret: 'acme',
  });
  expect(sent.status).toBe(200);
  expect(await countOf(acme)).toBe(1);
  const [own, ...others] = await deliveriesOf(acme, '');
  expect([own!.connection, others]).toEqual(['acme', []]);
  expect((await deliveriesOf(running.main, '?connection=acme')).length).toBe(0);
  const path = `/v1/deliveries/retell/${own!.id}`;
  expect((await acme.request('GET', path)).status).toBe(200);
  expect((await running.main.request('GET', path)).status).toBe(404);
  expect((await running.main.request('POST', `${path}/replay`)).status).toBe(404);
});

test.each([
  ['retell', 'old', 'sales'],
  ['retell', 'nobody', 'sales'],
  ['stripe', undefined, SECRETS.CALLSIGHT_STRIPE_WEBHOOK_SECRET],
  ['acuity', undefined, 'whatever'],
] as const)('%s/%s is off: 404, and nothing is kept', async (platform, connection, secret) => {
  const before = (await deliveriesOf(running.main, '?limit=500')).length;
  const options = { secret, ...(connection === undefined ? {} : { connection }) };
  const { status, body } = await deliver(running.service.app, platform, 'x=1', NOW, options);
  expect([status, JSON.parse(body)]).toMatchObject([404, { error: { code: 'provider_off' } }]);
  expect(await deliveriesOf(running.main, '?limit=500')).toHaveLength(before);
});

test('what an end reason means is changed for all, and for one connection', async () => {
  const report = (call: string): string =>
    sample('vapi/end-of-call-report.2025-06.webcall.json').replaceAll('97f28e3d-f334-8026-3fdb-cab787d687e7', call);
  const { app } = running.service;
  expect((await deliver(app, 'vapi', report('v1'), NOW)).status).toBe(200);
  const bearer = { connection: 'bearer', headers: { authorization: 'Bearer bearer-token' } };
  expect((await deliver(app, 'vapi', report('v2'), NOW, bearer)).status).toBe(200);
  await running.service.services.inbox.drain();
  await running.settled();
  expect((await running.main.request('GET', '/v1/calls/v1')).body).toMatchObject({
    call: { outcome: 'information', ended_by: 'caller' },
  });
  expect((await running.main.request('GET', '/v1/calls/v2')).body).toMatchObject({
    call: { outcome: 'qualified', ended_by: 'agent' },
  });
});

describe('why a delivery was refused', () => {
  const post = async (url: string, body: string, headers: Record<string, string>): Promise<DeliveryEntry> => {
    const answer = await running.service.app.inject({ method: 'POST', url, headers, payload: body });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toContain('application/json');
    // Each in a second of its own, so that all are written down.
    running.now += 1_000;
    const [latest] = await deliveriesOf(running.main, '?status=refused&limit=1');
    return latest!;
  };

  test('which header was expected, and whether it was there', async () => {
    expect(await post('/v1/webhooks/vapi', '{}', {})).toMatchObject({
      code: 'missing_signature',
      kind: 'unverified',
      events: 0,
      refusal: { header: 'x-signature', header_present: false },
    });
    expect(await post('/v1/webhooks/vapi/bearer', '{}', { authorization: 'Bearer nonsense' })).toMatchObject({
      code: 'bad_signature',
      refusal: { header: 'authorization', header_present: true },
    });
  });

  test('how far the clocks are apart', async () => {
    const body = retell('late');
    const old = SIGN.retell(body, running.now - 400_000, SECRETS.CALLSIGHT_RETELL_API_KEY, '');
    expect(await post('/v1/webhooks/retell', body, old)).toMatchObject({
      code: 'stale_signature',
      refusal: { header: 'x-retell-signature', header_present: true, clock_difference_s: 400 },
    });
    const early = SIGN.retell(body, running.now + 301_000, SECRETS.CALLSIGHT_RETELL_API_KEY, '');
    expect(await post('/v1/webhooks/retell', body, early)).toMatchObject({ refusal: { clock_difference_s: -301 } });
  });

  test('which URL counted as signed, without what stands in its query', async () => {
    const body = form({ CallSid: 'CA1', From: '+4930123456' });
    const path = '/v1/webhooks/twilio?customer=%2B4930987654&token=geheim';
    const headers = { ...SIGN.twilio(body, NOW, 'another', path), host: 'evil.example' };
    const refused = await post(path, body, headers);
    expect(refused.refusal).toEqual({
      header: 'x-twilio-signature',
      header_present: true,
      signed_url: `${PUBLIC_URL}/v1/webhooks/twilio?customer=…&token=…`,
    });
    // Signed over the public URL, query included, it is right, whatever Host says.
    const right = { ...SIGN.twilio(body, NOW, SECRETS.CALLSIGHT_TWILIO_AUTH_TOKEN, path), host: 'evil.example' };
    const answer = await running.service.app.inject({ method: 'POST', url: path, headers: right, payload: body });
    expect(answer.statusCode).toBe(200);
  });

  test('nothing that is kept or answered holds a secret, a digest or a word of the body', async () => {
    const body = '{"message":"+4930777888 geheim"}';
    const stored: string[] = [];
    const headers = SIGN.vapi(body, running.now, 'wrong', '');
    await post('/v1/webhooks/vapi', body, headers);
    for await (const [key, value] of running.service.services.ledger.store.iterator()) stored.push(key + value);
    const all = stored.join('\n');
    const secrets = ['sales', 'support', 'acme', 'bearer-token', ...Object.values(SECRETS).slice(1)];
    for (const secret of [...secrets.filter((one) => one.length > 7), headers['x-signature']!, 'geheim', '+4930777888'])
      expect(all).not.toContain(secret);
  });
});

test('refused deliveries cost little: five a second are written down, the others counted', async () => {
  running.now += 10_000;
  const { app } = running.service;
  for (let index = 0; index < 40; index += 1) await deliver(app, 'vapi', `{"n":${index}}`, NOW, { secret: 'wrong' });
  const { body } = await running.main.request('GET', '/v1/deliveries/counts?hours=1');
  const { counts, refused_unrecorded: unrecorded } = body as {
    counts: { provider: string; status: string; deliveries: number }[];
    refused_unrecorded: number;
  };
  expect(unrecorded).toBe(35);
  expect(
    counts.find(({ provider, status }) => provider === 'vapi' && status === 'refused')?.deliveries,
  ).toBeGreaterThan(4);
});

test('kinds that nobody knows are kept and counted', async () => {
  const { app } = running.service;
  const unknown = JSON.stringify({ message: { type: 'something-new', apiKey: 'geheim', nested: { x: 1 } } });
  for (let count = 0; count < 3; count += 1)
    expect((await deliver(app, 'vapi', unknown, running.now)).status).toBe(200);
  const { body: counted } = await running.main.request('GET', '/v1/deliveries/counts');
  await running.service.services.inbox.drain();
  const [one] = await deliveriesOf(running.main, '?kind=something-new&limit=1');
  expect(one).toMatchObject({ status: 'mapped', events: 0 });
  expect((await running.main.request('GET', `/v1/deliveries/vapi/${one!.id}`)).body).toMatchObject({
    payload: { message: { type: 'something-new', nested: { x: 1 } } },
  });
  expect(JSON.stringify(counted)).toContain('something-new');
  const { body } = await running.main.request('GET', '/v1/deliveries/counts');
  expect((body as { counts: object[] }).counts).toContainEqual(
    expect.objectContaining({ kind: 'something-new', status: 'mapped', deliveries: 3, events: 0 }),
  );
});

test('a signed body that cannot be read is kept, told as failed, and acknowledged', async () => {
  const body = '{"message":{"type":"end-of-call-report","apiKey":"geheim","call":';
  expect((await deliver(running.service.app, 'vapi', body, running.now)).status).toBe(200);
  const [one] = await deliveriesOf(running.main, '?status=failed&limit=1');
  expect(one).toMatchObject({ kind: 'unreadable', code: 'unreadable_body', message: 'The body is not valid JSON' });
  const { body: shown } = await running.main.request('GET', `/v1/deliveries/vapi/${one!.id}`);
  expect(shown).toMatchObject({ payload: '{"message":{"type":"end-of-call-report","apiKey…' });
});

test('a JSON body of Twilio is believed by its hash in the URL', async () => {
  const body = '{"CallSid":"CA1"}';
  const path = `/v1/webhooks/twilio?bodySHA256=${sha256(body)}`;
  const signature = SIGN.twilio('', NOW, SECRETS.CALLSIGHT_TWILIO_AUTH_TOKEN, path)['x-twilio-signature']!;
  const post = (payload: string) =>
    running.service.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json', 'x-twilio-signature': signature },
      payload,
    });
  expect((await post(body)).statusCode).toBe(200);
  expect((await post(body.replace('CA1', 'CA2'))).statusCode).toBe(401);
});

test('pages lead through all deliveries, the latest first, none twice', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page = (await running.main.request('GET', `/v1/deliveries${query}`)).body as DeliveryPage;
    seen.push(...page.deliveries.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  expect(seen.length).toBeGreaterThan(14);
  expect(seen).toEqual([...new Set(seen)].sort().reverse());
});
