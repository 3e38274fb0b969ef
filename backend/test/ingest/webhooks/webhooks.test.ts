import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameValue } from '@callsight/contract/query/answer';
import { startRunningService, type RunningService } from '../../support/running-service.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const VAPI_SECRET = 'vapi-secret';
const RETELL_KEY = 'retell-key';

const payload = (file: string): string => readFileSync(join(__dirname, '../../payloads', file), 'utf8');
const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

const vapi = (body: string, at = NOW) => ({
  'x-timestamp': String(at),
  'x-signature': hmac(VAPI_SECRET, `${at}.${body}`),
});
const retell = (body: string, at = NOW) => ({
  'x-retell-signature': `v=${at},d=${hmac(RETELL_KEY, body + String(at))}`,
});

const start = () =>
  startRunningService(NOW, { CALLSIGHT_VAPI_SECRET: VAPI_SECRET, CALLSIGHT_RETELL_API_KEY: RETELL_KEY });

async function deliver(
  running: RunningService,
  provider: string,
  body: string,
  headers: Record<string, string>,
): Promise<number> {
  const answer = await running.service.app.inject({
    method: 'POST',
    url: `/v1/webhooks/${provider}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: body,
  });
  return answer.statusCode;
}

/** The answer to one metric query as an object, when everything delivered has been mapped and folded. */
async function ask(
  running: RunningService,
  from: string,
  to: string,
  metrics: string[],
  groupBy: string[] = [],
): Promise<Record<string, FrameValue>[]> {
  await running.service.services.inbox.drain();
  await running.settled();
  const { results } = await running.main.query({ from, to, queries: [{ refId: 'A', metrics, groupBy }] });
  const result = results['A']!;
  if (!('frames' in result)) throw new Error(JSON.stringify(result));
  const { schema, data } = result.frames[0]!;
  return (data.values[0] ?? []).map((_, row) =>
    Object.fromEntries(schema.fields.map(({ name }, column) => [name, data.values[column]![row] ?? null])),
  );
}

describe('Vapi', () => {
  const files = ['vapi/status-update.2025-06.webcall.json', 'vapi/end-of-call-report.2025-06.webcall.json'];

  it.each([
    ['in order', files],
    ['in reverse', files.toReversed()],
    ['again and again', [...files, ...files, ...files.toReversed()]],
  ])('deliveries %s become one call', async (_title, order) => {
    const running = await start();
    for (const file of order) expect(await deliver(running, 'vapi', payload(file), vapi(payload(file)))).toBe(200);
    const metrics = [
      'calls.count',
      'calls.answered',
      'calls.duration.sum',
      'calls.wait.max',
      'calls.cost.sum',
      'calls.cost.llm.sum',
      'calls.success_rate',
    ];
    const rows = await ask(running, '2025-06-10T00:00:00Z', '2025-06-11T00:00:00Z', metrics, [
      'agent_name',
      'provider',
      'ended_by',
      'channel',
    ]);
    expect(rows).toEqual([
      {
        agent_name: 'Agent A',
        provider: 'vapi',
        ended_by: 'caller',
        channel: 'web',
        'calls.count': 1,
        'calls.answered': 1,
        'calls.duration.sum': 25.276,
        'calls.wait.max': 0,
        'calls.cost.sum': 0.0394,
        'calls.cost.llm.sum': 0.00007275,
        'calls.success_rate': 1,
      },
    ]);
    await running.stop();
  });
});

describe('Retell', () => {
  const files = [
    'retell/call_started.2025-10.json',
    'retell/call_ended.2025-10.json',
    'retell/call_analyzed.2025-10.json',
  ];

  it.each([
    ['in order', files],
    ['in reverse', files.toReversed()],
    ['repeated', [...files, ...files]],
  ])('deliveries %s become one call with its turns', async (_title, order) => {
    const running = await start();
    for (const file of order) expect(await deliver(running, 'retell', payload(file), retell(payload(file)))).toBe(200);
    const metrics = [
      'calls.count',
      'calls.duration.sum',
      'calls.cost.sum',
      'calls.success_rate',
      'calls.sentiment.mean',
      'callers.unique',
      'turns.count',
      'turns.latency.llm.max',
      'turns.latency.llm.p50',
      'turns.latency.max',
    ];
    const [row] = await ask(running, '2025-10-24T00:00:00Z', '2025-10-25T00:00:00Z', metrics);
    expect(row).toEqual({
      'calls.count': 1,
      'calls.duration.sum': 35.303,
      'calls.cost.sum': 0.0456,
      'calls.success_rate': 0,
      'calls.sentiment.mean': -1,
      // The caller is anonymous.
      'callers.unique': 0,
      'turns.count': 4,
      'turns.latency.llm.max': 737,
      'turns.latency.llm.p50': 689.5,
      'turns.latency.max': 836.0009765625,
    });
    await running.stop();
  });
});

describe('what is not a delivery', () => {
  let running: RunningService;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running.stop());

  it('is refused, and the list of deliveries says why without the secret', async () => {
    const body = payload('retell/call_started.2025-10.json');
    expect(await deliver(running, 'retell', `${body} `, retell(body))).toBe(401);
    expect(await deliver(running, 'retell', body, retell(body, NOW - 6 * 60_000))).toBe(401);
    expect(await deliver(running, 'retell', body, {})).toBe(401);
    const { body: list } = await running.main.request('GET', '/v1/deliveries/retell');
    const { deliveries } = list as { deliveries: { status: string; code: string }[] };
    expect(deliveries.map(({ status, code }) => [status, code])).toEqual([
      ['refused', 'missing_signature'],
      ['refused', 'stale_signature'],
      ['refused', 'bad_signature'],
    ]);
    expect(JSON.stringify(list)).not.toContain(RETELL_KEY);
  });

  it('a provider without a secret is off', async () => {
    const bare = await startRunningService(NOW);
    expect(await deliver(bare, 'vapi', '{}', {})).toBe(404);
    expect(await deliver(bare, 'nobody', '{}', {})).toBe(404);
    await bare.stop();
  });

  it('a delivery that cannot be mapped is kept, told, and can be replayed', async () => {
    const body = JSON.stringify({ event: 'call_ended', call: { call_id: 42 } });
    expect(await deliver(running, 'retell', body, retell(body))).toBe(200);
    await running.service.services.inbox.drain();
    const { body: list } = await running.main.request('GET', '/v1/deliveries/retell?limit=1');
    const [failed] = (list as { deliveries: { id: string; status: string; path: string }[] }).deliveries;
    expect(failed).toMatchObject({ status: 'failed', code: 'mapping_failed', path: '/call/call_id' });
    expect((await running.main.request('POST', `/v1/deliveries/retell/${failed!.id}/replay`)).body).toMatchObject({
      status: 'failed',
    });
  });

  it('never stores a secret that a payload carries', async () => {
    const body = payload('vapi/end-of-call-report.2024-03.inbound-twilio.json').replace(
      '"twilioAuthToken": "REDACTED"',
      '"twilioAuthToken": "very-secret-token"',
    );
    expect(body).toContain('very-secret-token');
    expect(await deliver(running, 'vapi', body, vapi(body))).toBe(200);
    await running.service.services.inbox.drain();
    for await (const [key, value] of running.service.services.ledger.store.iterator()) {
      expect(key + value).not.toContain('very-secret-token');
    }
  });
});
