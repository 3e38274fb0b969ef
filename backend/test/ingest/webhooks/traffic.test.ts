import type { CallDetail } from '@callsight/contract/call-detail';
import fc from 'fast-check';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { deliver, SECRETS } from './platforms.js';
import { deliveriesOf, trueCalls, type Told, type TrueCall } from './traffic.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const FIRST = Date.parse('2026-05-07T00:00:00.000Z');

const METRICS = [
  'calls.count',
  'calls.answered',
  'calls.duration.sum',
  'calls.cost.sum',
  'calls.success_rate',
  'turns.latency.mean',
  'turns.latency.p50',
  'turns.latency.max',
] as const;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Median by linear interpolation. */
function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return sorted.length === 0 ? null : (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** The metrics in their order, by plain arithmetic over what truly happened. */
function expected(calls: readonly TrueCall[]): (number | null)[] {
  const analyzed = calls.filter(({ platform }) => platform !== 'twilio');
  const latencies = calls.flatMap((call) => call.latencies);
  return [
    calls.length,
    calls.length,
    sum(calls.map(({ answeredAt, endedAt }) => endedAt - answeredAt)) / 1_000,
    sum(calls.flatMap(({ costs }) => costs)) / 100_000,
    ratio(analyzed.filter(({ success }) => success).length, analyzed.length),
    ratio(sum(latencies), latencies.length),
    median(latencies),
    latencies.length === 0 ? null : Math.max(...latencies),
  ];
}

async function answered(running: RunningService): Promise<(number | null)[]> {
  const { results } = await running.main.query({
    from: '2026-05-06T00:00:00Z',
    to: '2026-05-10T00:00:00Z',
    queries: METRICS.map((metric) => ({ refId: metric, metrics: [metric] })),
  });
  return METRICS.map((metric) => {
    const result = results[metric]!;
    if (!('frames' in result)) throw new Error(JSON.stringify(result));
    const value = result.frames[0]?.data.values[0]?.[0] ?? null;
    return value === null ? null : Number(value);
  });
}

/** Deliveries in any order, some of them more than once. */
const sending = trueCalls(FIRST).chain((calls) => {
  const told = calls.flatMap(deliveriesOf);
  const all = fc.shuffledSubarray(told, { minLength: told.length });
  return fc.tuple(fc.constant(calls), all, fc.array(fc.constantFrom(...told), { maxLength: 30 }));
});

async function send(running: RunningService, deliveries: readonly Told[]): Promise<void> {
  const answers = await Promise.all(
    deliveries.map(([platform, body]) => deliver(running.service.app, platform, body, NOW)),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  await running.service.services.inbox.drain();
  await running.settled();
}

test('numbers are those of the calls that truly were, in whatever order their deliveries come and however often', async () => {
  await fc.assert(
    fc.asyncProperty(sending, async ([calls, deliveries, again]) => {
      const running = await startRunningService(NOW, SECRETS);
      try {
        await send(running, [...deliveries, ...again]);
        const numbers = await answered(running);
        expected(calls).forEach((value, index) => {
          if (value === null) expect([METRICS[index], numbers[index]]).toEqual([METRICS[index], null]);
          else expect(numbers[index]).toBeCloseTo(value, 6);
        });
        for (const { id, paid, refunds } of calls) {
          const { body } = await running.main.request('GET', `/v1/calls/${id}`);
          const { call, payments } = body as CallDetail;
          expect(call.call_id).toBe(id);
          expect(payments.map(({ amount, refunded }) => [Number(amount), Number(refunded)])).toEqual(
            paid === undefined ? [] : [[paid / 100, sum(refunds) / 100]],
          );
        }
      } finally {
        await running.stop();
      }
    }),
    { numRuns: 8 },
  );
});
