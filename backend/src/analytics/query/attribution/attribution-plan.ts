import {
  ATTRIBUTION_DIMENSIONS,
  ATTRIBUTION_MODELS,
  CONVERSIONS,
  type AttributionDimension,
  type AttributionModel,
  type AttributionQuery,
  type Conversion,
} from '@callsight/contract/query/attribution';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { resolveFilter, type ResolvedFilter } from '../../catalogue/language/filter.js';
import { readSpan } from '../../catalogue/funnels/funnel.js';
import { oneOf } from '../../catalogue/language/one-of.js';
import type { Range } from '../plan.js';
import type { QueryContext } from '../planner.js';
import type { Micros } from '../../../lib/time/units.js';

/** A question about what led to conversions, checked. */
export interface AttributionPlan {
  readonly models: readonly AttributionModel[];
  /** Whether several models were asked for, so that rows say which they are of. */
  readonly isComparison: boolean;
  /** Microseconds. */
  readonly lookback: Micros;
  readonly conversion: Conversion;
  readonly groups: readonly AttributionDimension[];
  readonly filters: readonly ResolvedFilter[];
  readonly range: Range;
  readonly timezone: string;
  /** Epoch microseconds: what is later has not happened yet. */
  readonly now: Micros;
  readonly limit: number | undefined;
}

/** The rows that conversions are. */
export const conversionDataset = (conversion: Conversion): 'appointments' | 'payments' =>
  conversion === 'payment.succeeded' ? 'payments' : 'appointments';

/** Checks a question about attribution, and settles everything that it leaves open. */
export function planAttribution(
  { attribution }: AttributionQuery,
  catalogue: Catalogue,
  context: QueryContext,
): AttributionPlan {
  const { model = 'last', lookback = '30d', groupBy = ['source'], filters = [], limit } = attribution;
  const conversion = oneOf(
    CONVERSIONS,
    'conversion',
    attribution.conversion ?? 'booking.confirmed',
    '/attribution/conversion',
  );
  const models = typeof model === 'string' ? [model] : [...new Set(model)];
  return {
    models: models.map((name) => oneOf(ATTRIBUTION_MODELS, 'model', name, '/attribution/model')),
    isComparison: typeof model !== 'string',
    lookback: readSpan(lookback, '/attribution/lookback'),
    conversion,
    groups: [...new Set(groupBy)].map((name, index) =>
      oneOf(ATTRIBUTION_DIMENSIONS, 'dimension', name, `/attribution/groupBy/${index}`),
    ),
    filters: filters.map((filter, index) =>
      resolveFilter(filter, catalogue.dimensions, [conversionDataset(conversion)], `/attribution/filters/${index}`),
    ),
    range: context.range,
    timezone: context.timezone,
    now: context.now,
    limit,
  };
}
