import type { Plan, PlannedMetric } from '../plan.js';
import type { QueryContext } from '../planner.js';

type Parts = Pick<Plan, 'range' | 'filters' | 'groups'>;

/** A plan that measures some metrics in one piece, without buckets, order or limit. */
export const segmentPlan = (
  { range, filters, groups }: Parts,
  metrics: readonly PlannedMetric[],
  { timezone, now }: QueryContext,
): Plan => ({
  refId: '',
  range,
  timezone,
  now,
  bucket: undefined,
  interval: undefined,
  metrics,
  groups,
  filters,
  comparison: undefined,
  order: undefined,
  limit: undefined,
});
