import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { Threshold } from '@callsight/contract/monitoring/threshold';
import type { LocalDay } from '../../analytics/baselines/local-clock.js';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import type { Dimension } from '../../analytics/catalogue/dimensions/dimension.js';
import type { Aggregate } from '../../analytics/catalogue/language/aggregate.js';
import { aggregatesOf, type Expression } from '../../analytics/catalogue/language/expression.js';
import { resolveFilter, type ResolvedFilter } from '../../analytics/catalogue/language/filter.js';
import { measureOf, type Measure } from '../../analytics/catalogue/language/measure.js';
import type { Metric } from '../../analytics/catalogue/metrics/metric.js';
import { listedDays } from '../../definitions/calendar-kind.js';
import { windowOf } from '../../definitions/threshold-kind.js';
import type { Direction } from '../evidence/evidence.js';

/** A threshold with everything that it names. */
export interface Watch {
  readonly threshold: Threshold;
  /** IANA zone of its days and hours. */
  readonly zone: string;
  readonly metric: Metric;
  readonly formula: Expression;
  readonly measure: Measure;
  readonly groups: readonly Dimension[];
  readonly filters: readonly ResolvedFilter[];
  readonly directions: readonly Direction[];
  readonly windowMinutes: number;
  readonly minimum: { readonly n: number; readonly effect: number };
  /** Local days that baselines leave out, and on which few calls are no alarm. */
  readonly holidays: ReadonlySet<LocalDay>;
  /** Local days on which it is closed. */
  readonly closedDays: ReadonlySet<LocalDay>;
}

function minimumOf({ minimum }: Threshold): Watch['minimum'] {
  if (minimum === undefined) return { n: 0, effect: 0 };
  return typeof minimum === 'number' ? { n: minimum, effect: 0 } : { n: minimum.n ?? 0, effect: minimum.effect ?? 0 };
}

function directionsOf({ kind, direction = 'above' }: Threshold): readonly Direction[] {
  if (kind === 'silence') return ['below'];
  return direction === 'either' ? ['above', 'below'] : [direction];
}

const NONE: ReadonlySet<LocalDay> = new Set();

/**
 * @param calendars of the tenant: all their days are holidays, unless the threshold names one of them
 * @param zone of the tenant, for a threshold without a schedule
 * @throws QueryError when it names something that does not exist
 */
export function watchOf(
  threshold: Threshold,
  catalogue: Catalogue,
  calendars: readonly Calendar[],
  zone: string,
): Watch {
  const { metric: id, groupBy = [], filters = [], schedule } = threshold;
  const metric = catalogue.metric(id, '/metric');
  const formula = catalogue.formula(id, '/metric');
  const datasets = [...new Set(aggregatesOf(formula).map(({ dataset }) => dataset))];
  const named = calendars.filter((one) => one.id === schedule?.calendar);
  return {
    threshold,
    zone: schedule?.timezone ?? zone,
    metric,
    formula,
    measure: measureOf(formula, metric.unit),
    groups: groupBy.flatMap((name) => catalogue.dimensions.get(name) ?? []),
    filters: filters.map((filter, index) => resolveFilter(filter, catalogue.dimensions, datasets, `/filters/${index}`)),
    directions: directionsOf(threshold),
    windowMinutes: windowOf(threshold),
    minimum: minimumOf(threshold),
    holidays: listedDays(named.length > 0 ? named : calendars),
    closedDays: named.length > 0 ? listedDays(named) : NONE,
  };
}

/** An aggregate that also has the filters of a threshold. */
export const narrowed = (aggregate: Aggregate, { filters }: Pick<Watch, 'filters'>): Aggregate =>
  filters.length === 0 ? aggregate : { ...aggregate, filters: [...(aggregate.filters ?? []), ...filters] };

/** Whether the limit is compared with the value alone, without any test. */
export const isPlain = ({ threshold, measure }: Watch): boolean =>
  threshold.comparison === 'plain' || measure.kind === 'other';

/** Whether it fires only when it is known what is usual. */
export const mustLearn = ({ threshold }: Watch): boolean => threshold.kind === 'usual' || threshold.kind === 'silence';

/** Whether it is compared with what is usual; a limit for a mean or a percentile needs to know how much they vary. */
export const needsModels = (watch: Watch): boolean =>
  mustLearn(watch) || (!isPlain(watch) && (watch.measure.kind === 'mean' || watch.measure.kind === 'percentile'));
