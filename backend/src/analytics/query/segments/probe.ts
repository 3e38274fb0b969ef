import { aggregateOf, type Aggregate, type Dataset } from '../../catalogue/language/aggregate.js';
import { aggregatesOf, evaluate } from '../../catalogue/language/expression.js';
import type { ResolvedFilter } from '../../catalogue/language/filter.js';
import { AMOUNT_SCALE } from '../../../lib/money/amount.js';
import type { Comparable } from './comparable.js';
import { meanObservation, shareObservation, type Observation } from './observation.js';

type ValueOf = (aggregate: Aggregate) => number | null;

/** The aggregates that a comparison needs of each segment, and what they say together. */
export interface Probe {
  readonly aggregates: readonly Aggregate[];
  read(valueOf: ValueOf): Observation;
}

/** A square of this still is a number; the database refuses to compute a variance of more. */
const LARGEST = 1e150;

/** Rows of one currency, as a filter of their own. */
function currencyFilter(dataset: Dataset, currency: string): ResolvedFilter {
  const sql = { [dataset]: () => 'currency' };
  const dimension = { id: 'currency', title: '', description: '', type: 'string', sql, isGroupable: true } as const;
  return { dimension, op: '=', values: [currency] };
}

function meanProbe(
  { dataset, value = 'NULL', where, filters, float, ...mean }: Aggregate,
  currency: string | undefined,
) {
  const divisor = mean.isMoney ? 10 ** AMOUNT_SCALE : mean.divisor;
  const ofCurrency = currency === undefined ? [] : [currencyFilter(dataset, currency)];
  const options = {
    ...(where === undefined ? {} : { where }),
    ...(float === undefined ? {} : { float }),
    filters: [...(filters ?? []), ...ofCurrency],
  };
  const hasValue = `(${value}) IS NOT NULL`;
  const usable = `CASE WHEN abs(${value}) < ${LARGEST} THEN (${value}) END`;
  return {
    n: aggregateOf('count', dataset, undefined, {
      ...options,
      where: where === undefined ? hasValue : `${where} AND ${hasValue}`,
    }),
    mean: aggregateOf('mean', dataset, value, { ...options, divisor }),
    variance: aggregateOf('variance', dataset, usable, { ...options, divisor: divisor ** 2 }),
    largest: aggregateOf('max', dataset, `abs(${value})`, options),
  };
}

/**
 * What to measure of each segment for one comparison.
 * @param currency of money; undefined for all else
 */
export function probeOf(comparable: Comparable, currency: string | undefined): Probe {
  if (comparable.kind === 'share') {
    const { numerator, denominator } = comparable;
    return {
      aggregates: [...aggregatesOf(numerator), ...aggregatesOf(denominator)],
      read: (valueOf) => shareObservation(evaluate(numerator, valueOf), evaluate(denominator, valueOf)),
    };
  }
  const { n, mean, variance, largest } = meanProbe(comparable.aggregate, currency);
  return {
    aggregates: [n, mean, variance, largest],
    read: (valueOf) => {
      const isUsable = (valueOf(largest) ?? 0) < LARGEST;
      return meanObservation(valueOf(n) ?? 0, valueOf(mean), isUsable ? valueOf(variance) : null);
    },
  };
}
