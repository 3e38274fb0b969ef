import type { QueryAnswer } from '@callsight/contract/query/answer';
import fc from 'fast-check';
import type { CallEvent } from '../../support/events/event.js';
import { rowsOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { ANCHORS, randomEvents } from '../../stories/random-events.js';
import { CALL_FORMULAS, MONEY_FORMULAS, PRESENCE_FORMULAS, TURN_FORMULAS } from '../../reference/metric-formulas.js';
import { historyOf } from '../../reference/answer-metrics.js';

const NOW = Date.parse('2026-09-01T00:00:00Z');
const { anchor, zone } = ANCHORS[1];
const HOUR = 3_600_000;
const FROM = anchor / 1_000 - 48 * HOUR;
const TO = anchor / 1_000 + 96 * HOUR;
const BOUNDS = { seed: 4_711, endOnFailure: true };

const service = TestService.forTests(NOW);

/** Sends parts of events one after the other, with a delivery after each. */
async function tenantWith(...parts: readonly (readonly CallEvent[])[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  for (const part of parts.filter(({ length }) => length > 0)) {
    await tenant.send(part);
    await service.waitUntilProjected();
  }
  return tenant;
}

async function ask(
  tenant: TenantClient,
  metrics: readonly string[],
  from: number,
  to: number,
): Promise<Record<string, number | null>> {
  const answer = await tenant.query({ from, to, timezone: zone, queries: [{ refId: 'A', metrics }] });
  return (rowsOf(answer)[0] ?? {}) as Record<string, number | null>;
}

/** Everything that can be asked of a tenant, but for the pseudonyms of callers, which are the same all over a service. */
async function everything(tenant: TenantClient): Promise<QueryAnswer> {
  const queries = [CALL_FORMULAS, { ...MONEY_FORMULAS, ...PRESENCE_FORMULAS }, TURN_FORMULAS].map(
    (formulas, index) => ({
      refId: `M${index}`,
      metrics: Object.keys(formulas),
      groupBy: ['agent', 'caller_type'],
      interval: '1d',
    }),
  );
  return tenant.query({ from: FROM, to: TO, timezone: zone, queries: [...queries, { refId: 'C', calls: {} }] });
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });

it('any order, repetition and portioning of the same events gives the same frames', async () => {
  const disordered = randomEvents(anchor, 10).chain((events) =>
    fc.record({
      events: fc.constant(events),
      arrived: fc.shuffledSubarray([...events, ...events.slice(0, 9)], {
        minLength: events.length + Math.min(events.length, 9),
      }),
      cuts,
    }),
  );
  await fc.assert(
    fc.asyncProperty(disordered, async ({ events, arrived, cuts: shares }) => {
      const places = [
        0,
        ...shares.map((share) => Math.round(share * arrived.length)).sort((a, b) => a - b),
        arrived.length,
      ];
      const parts = places.slice(1).map((end, index) => arrived.slice(places[index], end));
      const [ordered, late] = [await tenantWith(events), await tenantWith(...parts)];
      expect(await everything(late)).toEqual(await everything(ordered));
    }),
    { ...BOUNDS, numRuns: 12 },
  );
});

const ADDITIVE = [
  ...['calls.count', 'calls.offered', 'calls.answered', 'calls.abandoned', 'calls.short_abandoned', 'callers.new'],
  ...['calls.duration.sum', 'calls.wait.sum', 'calls.hold.sum', 'calls.talk.sum', 'turns.count'],
];

it('a range cut into parts adds up to the whole', async () => {
  await fc.assert(
    fc.asyncProperty(randomEvents(anchor), cuts, async (events, shares) => {
      const tenant = await tenantWith(events);
      const places = [FROM, ...shares.map((share) => Math.round(FROM + share * (TO - FROM))).sort((a, b) => a - b), TO];
      const spans = places
        .slice(1)
        .flatMap((to, index): [number, number][] => (places[index]! < to ? [[places[index]!, to]] : []));
      const parts = await Promise.all(spans.map(([from, to]) => ask(tenant, ADDITIVE, from, to)));
      const whole = await ask(tenant, ADDITIVE, FROM, TO);
      for (const metric of ADDITIVE) {
        expect(parts.reduce((sum, part) => sum + (part[metric] ?? 0), 0)).toBeCloseTo(whole[metric] ?? 0, 6);
      }
    }),
    { ...BOUNDS, numRuns: 8 },
  );
});

it('the time that calls take adds up over buckets, and never more run at once than overlap the range', async () => {
  await fc.assert(
    fc.asyncProperty(randomEvents(anchor), async (events) => {
      const tenant = await tenantWith(events);
      const history = historyOf(events, NOW * 1_000);
      const whole = await ask(tenant, ['calls.concurrency.mean', 'calls.concurrency.max'], FROM, TO);
      const query = { refId: 'A', metrics: ['calls.concurrency.mean', 'calls.concurrency.max'], interval: '6h' };
      const buckets = rowsOf(await tenant.query({ from: FROM, to: TO, timezone: 'UTC', queries: [query] }));
      const lengths = buckets.map(({ time }) => Math.min(Number(time) + 6 * HOUR, TO) - Math.max(Number(time), FROM));
      const busy = buckets.reduce(
        (sum, row, index) => sum + Number(row['calls.concurrency.mean']) * lengths[index]!,
        0,
      );
      expect(busy / (TO - FROM)).toBeCloseTo(whole['calls.concurrency.mean']!, 9);
      const most = Math.max(...buckets.map((row) => Number(row['calls.concurrency.max'])));
      expect(most).toBe(whole['calls.concurrency.max']);
      const overlapping = history.filter(({ start, lineEnd }) => start < TO * 1_000 && lineEnd > FROM * 1_000);
      expect(most).toBeLessThanOrEqual(overlapping.length);
    }),
    { ...BOUNDS, numRuns: 8 },
  );
});

it('a mean times its count is its sum, and percentiles lie in order below the largest', async () => {
  await fc.assert(
    fc.asyncProperty(randomEvents(anchor), async (events) => {
      const tenant = await tenantWith(events);
      const spans = ['duration', 'wait', 'hold', 'talk'];
      const metrics = spans.flatMap((span) =>
        ['mean', 'sum', 'p50', 'p90', 'p95', 'max'].map((name) => `calls.${span}.${name}`),
      );
      const values = await ask(tenant, metrics, FROM, TO);
      const known = historyOf(events, NOW * 1_000).filter(({ start }) => start >= FROM * 1_000 && start < TO * 1_000);
      for (const span of spans) {
        const of = (name: string): number => values[`calls.${span}.${name}`] ?? 0;
        const count = known.filter((call) => (span === 'wait' ? call.wait : call.duration) !== null).length;
        expect(of('mean') * count).toBeCloseTo(of('sum'), 6);
        const ladder = [of('p50'), of('p90'), of('p95'), of('max')];
        expect(ladder).toEqual([...ladder].sort((a, b) => a - b));
      }
    }),
    { ...BOUNDS, numRuns: 8 },
  );
});
