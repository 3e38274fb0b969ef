import type { Frame } from '@callsight/contract/query/answer';
import type { FunnelQuery } from '@callsight/contract/query/funnel';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { FUNNEL_STEPS } from '../../catalogue/funnels/steps.js';
import type { RunStatement } from '../measure.js';
import type { QueryContext } from '../planner.js';
import { QueryError } from '../../catalogue/language/query-error.js';
import type { AnswerWork } from '../answer-limits.js';
import { compareWith } from '../comparison.js';
import type { Plan } from '../plan.js';
import { funnelCells, funnelFrame, funnelMeta, histogramFrame, orderGroups } from './funnel-frame.js';
import type { FunnelPlan } from './funnel-plan.js';
import { funnelSql } from './funnel-sql.js';
import { countDurations, countSteps } from './funnel-steps.js';
import { planFunnel, readSteps, type SavedFunnels } from './resolve-funnel.js';
import type { TenantSteps } from './step-sql.js';

/** Checks a funnel query. */
export function planFunnelQuery(
  {
    funnel: { breakdown = [], interval, limit: _limit, histogram: _histogram, compare: _compare, ...selection },
  }: FunnelQuery,
  catalogue: Catalogue,
  saved: SavedFunnels,
  context: QueryContext,
): FunnelPlan {
  const groupBy = typeof breakdown === 'string' ? [breakdown] : breakdown;
  return planFunnel(
    { selection, groupBy, interval, path: '/funnel', groupsPath: '/funnel/breakdown' },
    catalogue,
    saved,
    context,
  );
}

/** Steps that can be meant. */
export const knownSteps = ({ slots }: TenantSteps): string[] => [...FUNNEL_STEPS.map(({ id }) => id), ...slots.keys()];

/** The earlier range that a funnel is compared with. @throws QueryError */
function comparisonOf({ funnel: { compare } }: FunnelQuery, plan: FunnelPlan): Plan['comparison'] {
  if (compare === undefined) return undefined;
  if (plan.bucket !== undefined) {
    throw new QueryError(
      'invalid_comparison',
      'a funnel is compared over its whole range; leave out the interval, or the comparison',
      '/funnel/compare',
    );
  }
  return compareWith(compare, plan.range, plan.timezone, '/funnel/compare');
}

/** Counts a funnel. @returns its steps, and behind them how long they took if that was asked for */
export async function answerFunnel(
  query: FunnelQuery,
  plan: FunnelPlan,
  tenant: string,
  run: RunStatement,
  { budget }: AnswerWork,
): Promise<Frame[]> {
  const {
    refId,
    funnel: { limit, histogram },
  } = query;
  const comparison = comparisonOf(query, plan);
  const known = await readSteps(tenant, run);
  const sql = funnelSql(plan, tenant, known);
  const counts = await countSteps(plan, sql, run);
  const meta = funnelMeta(plan, sql.unknown, knownSteps(known), comparison);
  const earlier = comparison === undefined ? undefined : { ...plan, range: comparison.range };
  const before = earlier === undefined ? undefined : await countSteps(earlier, funnelSql(earlier, tenant, known), run);
  budget.takeCells(funnelCells(plan, { counts, before }, limit));
  const steps = funnelFrame(refId, plan, meta, { counts, before }, limit);
  if (histogram !== true) return [steps];
  const bins = await countDurations(plan, sql, run);
  return [steps, histogramFrame(refId, plan, bins, orderGroups(plan, counts, limit))];
}

/** How many units of a funnel came through, and how many began. */
export async function funnelRate(
  plan: FunnelPlan,
  tenant: string,
  run: RunStatement,
): Promise<{ converted: number; entered: number }> {
  const [all] = await countSteps(plan, funnelSql(plan, tenant, await readSteps(tenant, run)), run);
  return { converted: all?.steps.at(-1)?.reached ?? 0, entered: all?.steps[0]?.reached ?? 0 };
}
