import { setImmediate as turn } from 'node:timers/promises';
import type { MetricQuery } from '@callsight/contract/query/request';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import { callEvent, event, microsOf } from '../support/events/event.js';
import { deliver, SECRETS } from '../ingest/webhooks/platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const AT = microsOf('2026-05-01T09:00:00Z');
const FACT_AT = '2026-05-01T09:30:00Z';
const NUMBER = '+4930123456';
const EMAIL = 'anna@example.com';

const callOf = (id: string, from: string) => [
  callEvent('call.started', id, AT, { direction: 'inbound', agent: { id: 'a' }, from }, `${id}-s`),
  callEvent('call.answered', id, AT + 5_000_000, {}, `${id}-a`),
  callEvent('call.turn', id, AT + 9_000_000, { index: 0, latency_ms: { e2e: 500 } }, `${id}-t`),
];
const endOf = (id: string) => callEvent('call.ended', id, AT + 65_000_000, { ended_by: 'caller' }, `${id}-e`);

/** Everything that the ledger holds, as text. */
async function ledgerText({ service }: TestService): Promise<string> {
  const entries = await service.services.ledger.store.iterator().all();
  return entries.map(([key, value]) => `${key}=${value}`).join('\n');
}

describe('erasing a person while events keep coming', () => {
  let running: TestService;
  beforeEach(async () => {
    running = await TestService.start(NOW, SECRETS);
  });
  afterEach(() => running.remove());

  const send = async (...events: readonly object[]): Promise<void> => {
    expect((await running.main.request('POST', '/v1/events', events)).body).toMatchObject({ rejected: [] });
  };
  const values = async (query: Omit<MetricQuery, 'refId'>) => {
    const body = { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z', queries: [{ refId: 'A', ...query }] };
    const result = (await running.main.query(body)).results['A']!;
    if (!('frames' in result)) throw new Error(JSON.stringify(result));
    return result.frames[0]!.data.values;
  };
  /** Four hundred events a second, which never let the outbox be empty. */
  class Traffic {
    calls = 0;
    readonly #stop = new AbortController();
    readonly #sending = this.#send();

    async stop(): Promise<number> {
      this.#stop.abort();
      await this.#sending;
      return this.calls;
    }

    async #send(): Promise<void> {
      const begun = performance.now();
      const isStopped = (): boolean => this.#stop.signal.aborted;
      while (!isStopped()) {
        const id = `other-${this.calls}`;
        await send(...callOf(id, `+49301${String(200_000 + this.calls)}`), endOf(id));
        this.calls += 1;
        while (!isStopped() && (performance.now() - begun) * 0.1 < this.calls) await turn();
      }
    }
  }

  it('answers soon, leaves nothing of the person anywhere, and everything of the others', async () => {
    await send(...callOf('old', NUMBER), endOf('old'));
    await running.waitUntilProjected();
    const [[caller]] = (await values({ metrics: ['calls.count'], groupBy: ['caller'] })) as [[string]];
    const traffic = new Traffic();
    await until(() => Promise.resolve(traffic.calls >= 100));

    // None of this is in the rows when the person is erased: the second call even runs on.
    await deliver(
      running.app,
      'twilio',
      `CallSid=CA77&CallStatus=ringing&From=${encodeURIComponent(NUMBER)}&To=%2B49309&Direction=inbound`,
      NOW,
    );
    await send(
      ...callOf('fresh', NUMBER),
      event('appointment.scheduled', FACT_AT, {
        appointment_id: 'A',
        starts_at: '2026-05-09T09:00:00Z',
        caller: { phone: NUMBER, email: EMAIL },
      }),
      event('payment.succeeded', FACT_AT, { payment_id: 'P', amount: 7, currency: 'EUR', caller: { email: EMAIL } }),
      event('touch.recorded', FACT_AT, { source: 'mail', caller: { phone: NUMBER } }),
    );
    await running.main.request('POST', '/v1/events', {
      ...event('system.error', FACT_AT, { component: 'a', code: 'a' }),
      type: 'call.unheard_of',
      data: { from: NUMBER },
    });
    expect(running.services.ledger.pending).toBeGreaterThan(0);

    const begun = performance.now();
    const answer = await running.main.request('DELETE', `/v1/callers/${caller}`);
    const took = performance.now() - begun;
    // What is still told of the erased call is accepted, and nothing of it is kept.
    const late = [endOf('fresh'), callEvent('call.analyzed', 'old', AT + 70_000_000, { summary: 'of Anna' }, 'late')];
    expect((await running.main.request('POST', '/v1/events', late)).body).toMatchObject({ accepted: 2 });
    const others = await traffic.stop();
    // Two, and the one that Twilio tells of if its delivery had been mapped by then.
    expect(answer).toEqual({ status: 200, body: { calls: expect.any(Number) as number } });
    expect([2, 3]).toContain((answer.body as { calls: number }).calls);
    // Waiting for an empty outbox would take as long as the traffic lasts.
    expect(took).toBeLessThan(5_000);

    await running.services.inbox.drain();
    await running.waitUntilProjected();
    const ledger = await ledgerText(running);
    for (const trace of [caller, NUMBER, NUMBER.slice(1), EMAIL, 'of Anna']) expect(ledger).not.toContain(trace);
    for (const entity of ['call/fresh', 'call/old', 'call/CA77', 'appointment/A', 'payment/P'])
      expect(await running.services.ledger.events('main', entity)).toEqual([]);
    expect(await values({ metrics: ['calls.count', 'calls.duration.sum', 'turns.count'] })).toEqual([
      [others],
      [others * 60],
      [others],
    ]);
    expect(await values({ metrics: ['bookings.confirmed', 'callers.unique'] })).toEqual([[0], [others]]);
    expect((await values({ metrics: ['calls.count'], groupBy: ['caller'] }))[0]).not.toContain(caller);
    // A repeat does not bring it back, and can be erased again.
    await send(...callOf('old', NUMBER));
    await running.waitUntilProjected();
    expect(await values({ metrics: ['calls.count'] })).toEqual([[others]]);
    expect((await running.main.request('DELETE', `/v1/callers/${caller}`)).body).toEqual({ calls: 0 });
  });

  it('knows what was erased after a restart, until that is as old as raw events become', async () => {
    const { ledger } = running.services;
    await ledger.erase([{ tenant: 'main', entity: 'call/gone' }], running.now);
    await ledger.reopen();
    await send(...callOf('gone', NUMBER));
    expect(await ledger.events('main', 'call/gone')).toEqual([]);
    running.now += 401 * 86_400_000;
    await running.services.expireRawEvents();
    await send(callEvent('call.answered', 'gone', AT, {}, 'much later'));
    expect(await ledger.events('main', 'call/gone')).toHaveLength(1);
  });
});
