import { TestService } from '../../backend/test/support/service/test-service.js';
import { CuttingProxy } from './support/cutting-proxy.js';
import { testClient } from './support/test-client.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const BODY_LIMIT = 20_000;

describe('the client with the real service', () => {
  let running: TestService;
  let url: string;
  let proxy: CuttingProxy;
  let tenants = 0;

  beforeAll(async () => {
    running = await TestService.start(NOW, { CALLSIGHT_MAX_BODY_BYTES: String(BODY_LIMIT) });
    url = await running.listen();
    proxy = await CuttingProxy.start(url);
  });
  afterAll(async () => {
    await proxy.stop();
    await running.remove();
  });

  /** A key with these scopes, for a tenant that has nothing yet. */
  const newKey = async (scopes: readonly string[]): Promise<string> => {
    tenants += 1;
    const asked = { name: 'client', scopes, tenant: `client-${tenants}` };
    const { body } = await running.main.request('POST', '/v1/keys', asked);
    return (body as { key: string }).key;
  };

  const count = async (key: string, metric: string): Promise<unknown> => {
    await running.waitUntilProjected();
    const response = await fetch(`${url}/v1/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        from: '2026-11-20T00:00:00Z',
        to: '2026-11-21T00:00:00Z',
        queries: [{ refId: 'A', metrics: [metric] }],
      }),
    });
    const answer = (await response.json()) as { results: { A: { frames: { data: { values: unknown[][] } }[] } } };
    return answer.results.A.frames[0]?.data.values[0]?.[0];
  };

  const sendCalls = async ({ client, clock }: ReturnType<typeof testClient>, calls: number): Promise<void> => {
    for (let index = 0; index < calls; index += 1) {
      const call = client.call(`call-${index}`);
      await call.started({ direction: 'inbound', agent: { id: 'anna' } });
      await call.answered();
      await call.turn({ index: 0, latency_ms: { e2e: 700 } });
      clock.advance(1);
      await call.ended({ ended_by: 'caller', outcome: 'booked', cost: { total: '0.10', currency: 'EUR' } });
    }
  };

  it('tells every kind of event of a call so that the service takes it', async () => {
    const key = await newKey(['ingest', 'query']);
    const { client, told } = testClient(url, { key });
    const call = client.call('call-1');
    await call.started({ direction: 'inbound', from: '+4930123456', agent: { id: 'anna', version: 3 } });
    await call.answered({ by: 'agent' });
    await call.turn({ index: 0, latency_ms: { e2e: 800, asr: 120, llm: 400, tts: 150 }, interrupted: true });
    await call.held();
    await call.resumed();
    await call.step('slot.offered', { slots: 3 });
    await call.step('booking.confirmed');
    await call.transferred({ kind: 'human', to: '+4930654321' });
    await call.recording({ url: 'https://example.com/recording.wav', duration_ms: 42_000 });
    await call.ended({ ended_by: 'agent', outcome: 'booked' });
    await call.analyzed({ sentiment: 'positive', success: true });
    await client.send({ type: 'metric.sample', data: { metric: 'queue.length', value: 4 } });
    await client.flush();
    expect(told.rejected).toEqual([]);
    expect(await client.close()).toEqual({ accepted: 12, duplicates: 0, rejected: 0, dropped: 0, left: 0 });
    expect(await count(key, 'calls.count')).toBe(1);
  });

  it('counts once what was stored by a request whose answer was cut', async () => {
    const key = await newKey(['ingest', 'query']);
    const sender = testClient(proxy.url, {
      key,
      maxBatchEvents: 40,
      onRetry: (_reason, delayMs) => sender.clock.advance(delayMs),
    });
    proxy.cut('answer', 'request', 'answer', 'none', 'answer');
    await sendCalls(sender, 30);
    await sender.client.flush();
    expect(await sender.client.close()).toMatchObject({ rejected: 0, dropped: 0, left: 0 });
    // Three answers were lost; what they were about came back as repeats.
    const { accepted, duplicates } = sender.client.report;
    expect(duplicates).toBeGreaterThanOrEqual(40);
    expect(accepted + duplicates).toBe(120);
    expect(await count(key, 'calls.count')).toBe(30);
    expect(await count(key, 'calls.cost.sum')).toBe(3);
  });

  it('finds the size that the service takes', async () => {
    const key = await newKey(['ingest', 'query']);
    const sender = testClient(url, { key });
    await sendCalls(sender, 100);
    await sender.client.flush();
    expect(sender.client.report).toEqual({ accepted: 400, duplicates: 0, rejected: 0, dropped: 0, left: 0 });
    expect(await count(key, 'calls.count')).toBe(100);
  });

  it('hands back what the service refuses, with its reason', async () => {
    const { client, told } = testClient(url, { key: await newKey(['ingest']) });
    const call = client.call('call-1');
    await call.started({ direction: 'inbound', agent: { id: 'anna' } });
    await call.turn({ index: -1, latency_ms: {} }, { id: 'no-turn' });
    await client.flush();
    expect(told.rejected).toMatchObject([
      { reason: { index: 1, id: 'no-turn', code: 'invalid_data', path: '/data/index' }, event: { subject: 'call-1' } },
    ]);
  });

  it('says what is wrong with a key, and never shows it', async () => {
    const readOnly = await newKey(['query']);
    for (const [key, code, status] of [
      ['nobody-knows-this-one', 'invalid_key', 401],
      [readOnly, 'missing_scope', 403],
    ] as const) {
      const { client, sendMany } = testClient(url, { key });
      await sendMany(1);
      const error: unknown = await client.flush().catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code, status });
      expect(String((error as Error).stack)).not.toContain(key);
    }
  });
});
