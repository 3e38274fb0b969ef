import type { FrameValue } from '@callsight/contract/query/answer';
import type { EpochMinute } from '../../analytics/baselines/local-clock.js';
import { aggregatesOf } from '../../analytics/catalogue/language/expression.js';
import { NO_SHIFT } from '../../analytics/query/local-time.js';
import { currenciesStatement } from '../../analytics/query/rows-sql.js';
import type { Group } from './read-series.js';
import { metricPlan, type Reading } from './see-groups.js';
import type { Watch } from './watch.js';

/** A threshold, of one currency where amounts of money are watched: those of two currencies are never added. */
export interface Variant {
  readonly watch: Watch;
  readonly currency: string | undefined;
  /** Whether the currency tells it apart from others. */
  readonly isOneOfSeveral: boolean;
}

/** Further currencies are not watched. */
const MAX_CURRENCIES = 5;
/** Minutes in which a currency has to have occurred. */
const LOOK_BACK = 7 * 1_440;

/** Variants that share it share their models. Of a metric its formula counts, which can be defined anew under the same id. */
export function modelKey({ watch, currency }: Variant): string {
  const { threshold, zone, holidays, formula } = watch;
  const { filters, groupBy, kind } = threshold;
  return JSON.stringify([zone, formula, filters, groupBy, kind === 'silence', currency, [...holidays]]);
}

export async function variantsOf(watch: Watch, asOf: EpochMinute, reading: Reading): Promise<Variant[]> {
  const datasets = new Set(aggregatesOf(watch.formula).flatMap(({ isMoney, dataset }) => (isMoney ? [dataset] : [])));
  if (datasets.size === 0) return [{ watch, currency: undefined, isOneOfSeveral: false }];
  const { tenant, now, run } = reading;
  const plan = metricPlan(watch, asOf - LOOK_BACK, asOf, now);
  const found = await Promise.all(
    [...datasets].map((dataset) =>
      run(currenciesStatement(plan, { tenant, dataset, range: plan.range, shift: NO_SHIFT })),
    ),
  );
  const currencies = [...new Set(found.flat().map(({ currency }) => String(currency)))].sort().slice(0, MAX_CURRENCIES);
  if (currencies.length === 0) return [{ watch, currency: undefined, isOneOfSeveral: false }];
  return currencies.map((currency) => ({ watch, currency, isOneOfSeveral: currencies.length > 1 }));
}

/** Dimensions of a group by their names. */
export function labelsOf({ watch, currency, isOneOfSeveral }: Variant, group: Group): Record<string, FrameValue> {
  const labels = Object.fromEntries(watch.groups.map(({ id }, index) => [id, group[index] ?? null]));
  return isOneOfSeveral && currency !== undefined ? { ...labels, currency } : labels;
}
