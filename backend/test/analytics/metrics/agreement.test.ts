import type { Filter } from '@callsight/contract/query/request';
import fc from 'fast-check';
import type { CallEvent } from '../../support/events/event.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { differences, requestOf } from './agreement.js';
import { ANCHORS, randomEvents, randomRange } from '../../stories/random-events.js';
import { CALL_FORMULAS, MONEY_FORMULAS, PRESENCE_FORMULAS, TURN_FORMULAS } from '../../reference/metric-formulas.js';
import { answerOf, historyOf, type Question } from '../../reference/answer-metrics.js';

const NOW = Date.parse('2026-09-01T00:00:00Z');
const SETTINGS = { shortAbandonSeconds: 5, serviceLevelSeconds: 20, fcrHours: 72, now: NOW * 1_000 };

const service = TestService.forTests(NOW);

/** Sends events to a tenant of their own, in one request. */
async function tenantWith(events: readonly CallEvent[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  await tenant.send(events);
  await service.waitUntilProjected();
  return tenant;
}

const METRICS = [
  { metrics: Object.keys({ ...CALL_FORMULAS }), isOfCalls: true },
  { metrics: Object.keys({ ...MONEY_FORMULAS, ...PRESENCE_FORMULAS }), isOfCalls: true },
  { metrics: Object.keys(TURN_FORMULAS), isOfCalls: false },
  {
    metrics: ['turns.count', 'turns.latency.p95', 'calls.count', 'calls.concurrency.max', 'calls.cost.sum'],
    isOfCalls: false,
  },
];

const groupBy = fc.constantFrom(
  ...[[], [], ['agent'], ['queue'], ['direction'], ['outcome'], ['agent', 'direction'], ['hour_of_day'], ['weekday']],
  ...[['caller_type'], ['agent_version', 'end_reason'], ['source'], ['weekday', 'agent']],
);
const interval = fc.constantFrom(undefined, undefined, '1h', '6h', '1d', '1w', '1M');

const toFilter = ({
  dimension,
  op,
  values,
}: {
  dimension: string;
  op: string;
  values: readonly (string | number | null)[];
}): Filter => ({
  dimension,
  op,
  // Only the list operators and the patterns take several values.
  values: op.includes('in') || op.includes('~') ? [...values] : values.slice(0, 1),
});
const filter = fc.oneof(
  fc.record({
    dimension: fc.constantFrom('agent', 'queue', 'source'),
    op: fc.constantFrom('in', 'not in', '=', '!='),
    values: fc.array(fc.constantFrom('anna', 'ben', 'sales', 'web', null), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    dimension: fc.constantFrom('agent', 'end_reason', 'campaign'),
    op: fc.constantFrom('=~', '!~'),
    values: fc.constantFrom(['^a'], ['n'], ['ERR'], ['err|may', 'o$']),
  }),
  fc.record({
    dimension: fc.constantFrom('hour_of_day', 'weekday'),
    op: fc.constantFrom('<', '<=', '>', '>=', '=', '!='),
    values: fc.constantFrom([0], [3], [6], [12]),
  }),
);
/** Numbers of a call, which turns do not have. */
const callFilter = fc.record({
  dimension: fc.constantFrom(
    'wait',
    'duration',
    'hold',
    'talk',
    'talk_ratio',
    'overlap',
    'errors',
    'turns',
    'interruptions',
    'sentiment',
    'cost',
  ),
  op: fc.constantFrom('<', '<=', '>', '>='),
  values: fc.constantFrom([0], [1], [5], [20]),
});

interface Ask {
  readonly range: { readonly from: number; readonly to: number };
  readonly groupBy: readonly string[];
  readonly interval: string | undefined;
  readonly filters: readonly Filter[];
  readonly callFilters: readonly Filter[];
}

const asks = (anchor: number): fc.Arbitrary<Ask[]> =>
  fc.array(
    fc.record({
      range: randomRange(anchor),
      groupBy,
      interval,
      filters: fc.array(filter.map(toFilter), { maxLength: 1 }),
      callFilters: fc.array(callFilter.map(toFilter), { maxLength: 1 }),
    }),
    { minLength: 2, maxLength: 2 },
  );

/** One question for each kind of metric: all its metrics at once. */
function questionsOf({ range, interval: step, groupBy: groups, filters, callFilters }: Ask, zone: string): Question[] {
  return METRICS.map(({ metrics, isOfCalls }) => ({
    ...range,
    zone,
    metrics,
    groupBy: groups,
    filters: isOfCalls ? [...filters, ...callFilters] : filters,
    ...(step === undefined ? {} : { interval: step }),
  }));
}

it.each(ANCHORS)('computes every metric as the definitions say, in $zone around $anchor', async ({ zone, anchor }) => {
  await fc.assert(
    fc.asyncProperty(randomEvents(anchor), asks(anchor), async (events, asked) => {
      const tenant = await tenantWith(events);
      const history = historyOf(events, SETTINGS.now);
      for (const question of asked.flatMap((ask) => questionsOf(ask, zone))) {
        const answer = await tenant.query(requestOf(question));
        expect(differences(answer, question, answerOf(history, question, SETTINGS))).toEqual([]);
      }
    }),
    { seed: 20_260_901, numRuns: 6, endOnFailure: true },
  );
});
