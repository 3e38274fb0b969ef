import type { Funnel, FunnelSelection } from '@callsight/contract/query/funnel';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { dimensionIn, resolveFilter } from '../../catalogue/language/filter.js';
import { resolveFunnel, type FunnelDefinition } from '../../catalogue/funnels/funnel.js';
import { QueryError, unknownId } from '../../catalogue/language/query-error.js';
import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import { bucketOf, intervalOf, type QueryContext } from '../planner.js';
import type { RunStatement } from '../measure.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { TenantSteps } from './step-sql.js';

/** The funnels that a tenant has saved, those built in included. */
export type SavedFunnels = readonly Funnel[];

function definitionOf({ id, ...parts }: FunnelSelection, saved: SavedFunnels, path: string): FunnelDefinition {
  if (id === undefined) return resolveFunnel(parts, path);
  const found = saved.find((funnel) => funnel.id === id);
  if (found === undefined)
    throw unknownId(
      'unknown_funnel',
      'funnel',
      id,
      saved.map((funnel) => funnel.id),
      `${path}/id`,
    );
  const merged = { ...found, ...parts };
  return resolveFunnel(merged, path);
}

/** Dimensions of calls that units are grouped by. */
function groupsOf(ids: readonly string[], catalogue: Catalogue, path: string): Dimension[] {
  return [...new Set(ids)].map((id) => {
    const dimension = dimensionIn(id, catalogue.dimensions, ['calls'], path);
    if (dimension.isGroupable) return dimension;
    throw new QueryError('not_groupable', `${id} is continuous and cannot be grouped; use it as a filter`, path);
  });
}

interface Asked {
  readonly selection: FunnelSelection;
  readonly groupBy: readonly string[];
  readonly interval?: string | undefined;
  /** Of the selection in the request. */
  readonly path: string;
  readonly groupsPath: string;
}

/** Checks a funnel that was asked for, and settles everything that it leaves open. */
export function planFunnel(asked: Asked, catalogue: Catalogue, saved: SavedFunnels, context: QueryContext): FunnelPlan {
  const { selection, path } = asked;
  const { filters, ...parts } = selection;
  const interval = intervalOf(asked.interval, context);
  return {
    definition: definitionOf(parts, saved, path),
    range: context.range,
    timezone: context.timezone,
    now: context.now,
    filters: (filters ?? []).map((filter, index) =>
      resolveFilter(filter, catalogue.dimensions, ['calls'], `${path}/filters/${index}`),
    ),
    groups: groupsOf(asked.groupBy, catalogue, asked.groupsPath),
    bucket: bucketOf(interval, context),
    interval,
  };
}

/** Which columns the steps of a tenant stand in, and whether any happened twice in a call. */
export async function readSteps(tenant: string, run: RunStatement): Promise<TenantSteps> {
  const values = { tenant };
  const [slots, repeated] = await Promise.all([
    run({ sql: 'SELECT step, slot FROM step_slots WHERE tenant = $tenant', values }),
    run({ sql: 'SELECT call_id FROM calls WHERE tenant = $tenant AND repeats LIMIT 1', values }),
  ]);
  return {
    slots: new Map(slots.map(({ step, slot }) => [String(step), Number(slot)])),
    mayRepeat: repeated.length > 0,
  };
}
