import type { MetricQuery, QueryRequest } from '@callsight/contract/query/request';
import type { OverviewRange } from '../overview-range.js';

/** KPI in the order of their tiles. */
const KPI_METRICS = [
  'calls.count',
  'calls.answer_rate',
  'calls.abandonment_rate',
  'calls.asa',
  'turns.latency.p95',
  'calls.success_rate',
  'calls.cost.mean',
];

const AGENT_METRICS = [
  'calls.count',
  'calls.answer_rate',
  'calls.success_rate',
  'turns.latency.p95',
  'calls.duration.mean',
  'calls.cost.mean',
];

const MAX_AGENTS = 50;

const byCalls = { metric: 'calls.count', dir: 'desc' } as const;

const current = (interval: string): readonly MetricQuery[] => [
  { refId: 'kpi', metrics: KPI_METRICS },
  { refId: 'series', metrics: [...KPI_METRICS, 'calls.answered', 'turns.latency.p50'], interval },
  { refId: 'outcomes', metrics: ['calls.count', 'calls.short_abandoned'], groupBy: ['outcome'], orderBy: byCalls },
  { refId: 'agents', metrics: AGENT_METRICS, groupBy: ['agent'], orderBy: byCalls, limit: MAX_AGENTS },
  // An agent can have had several names; the table shows it once, under the name of most of its calls.
  { refId: 'names', metrics: ['calls.count'], groupBy: ['agent', 'agent_name'], orderBy: byCalls, limit: 1_000 },
  { refId: 'active', metrics: ['calls.active', 'calls.concurrency.max'], interval },
];

/** The requests behind the page: the range itself, the range before up to this time, and that one whole for its chart. */
export function overviewRequests(
  range: OverviewRange,
  timezone: string,
): readonly [QueryRequest, QueryRequest, QueryRequest] {
  const { from, to, interval, daysBack, previousFrom } = range;
  const unit = interval === '1h' && range.id !== 'today' ? 'h' : 'd';
  return [
    { from, to, timezone, queries: [...current(interval)] },
    // Rounded to the minute, which is near enough and lets the answer be found again for a minute.
    { from: previousFrom, to: `now-${daysBack}d/m`, timezone, queries: [{ refId: 'kpi', metrics: KPI_METRICS }] },
    {
      from: previousFrom,
      to: `now-${daysBack}d/${unit}`,
      timezone,
      queries: [{ refId: 'series', metrics: ['calls.count'], interval }],
    },
  ];
}
