import type { Aggregate } from '../../catalogue/language/aggregate.js';
import { aggregatesOf, type Expression } from '../../catalogue/language/expression.js';
import type { Metric } from '../../catalogue/metrics/metric.js';

/** A metric that says so many of so many. */
interface ComparableShare {
  readonly kind: 'share';
  readonly numerator: Expression;
  readonly denominator: Expression;
}

/** A metric that is the mean of one value of each row; `aggregate` is that mean. */
interface ComparableMean {
  readonly kind: 'mean';
  readonly aggregate: Aggregate;
}

/** What segments can be compared by. */
export type Comparable = ComparableShare | ComparableMean;

/** The aggregates of a sum or difference with their signs; undefined where a formula is anything else. */
function termsOf(formula: Expression, sign = ''): { aggregate: Aggregate; sign: string }[] | undefined {
  if (formula.kind === 'aggregate') return [{ aggregate: formula.aggregate, sign }];
  if (formula.kind !== 'binary' || (formula.operator !== '+' && formula.operator !== '-')) return undefined;
  const left = termsOf(formula.left, sign);
  const right = termsOf(formula.right, (formula.operator === '-') === (sign === '-') ? '' : '-');
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}

const isCounts = (formula: Expression): boolean =>
  termsOf(formula)?.every(({ aggregate }) => aggregate.name === 'count') ?? false;

/** Whether two aggregates run over the same rows. */
const haveSameRows = (a: Aggregate, b: Aggregate): boolean =>
  JSON.stringify([a.dataset, a.where, a.filters]) === JSON.stringify([b.dataset, b.where, b.filters]);

/** Whether this is a sum over the rows of a count, in the same unit as another one. */
const isSumOver = (count: Aggregate, aggregate: Aggregate, { divisor, float }: Aggregate): boolean =>
  aggregate.name === 'sum' &&
  aggregate.isMoney === undefined &&
  aggregate.divisor === divisor &&
  aggregate.float === float &&
  haveSameRows(aggregate, count);

/**
 * Sums of values of rows divided by the number of the same rows are the mean of what the values of one row add up to, a
 * missing one counting as 0. Not so for money: the number of rows does not depend on a currency, the sum does.
 */
function meanOfSums(numerator: Expression, denominator: Expression): Aggregate | undefined {
  const terms = termsOf(numerator);
  const first = terms?.[0]?.aggregate;
  if (terms === undefined || first === undefined) return undefined;
  if (denominator.kind !== 'aggregate' || denominator.aggregate.name !== 'count') return undefined;
  const count = denominator.aggregate;
  if (!terms.every(({ aggregate }) => isSumOver(count, aggregate, first))) return undefined;
  const value = terms.map(({ aggregate, sign }) => `${sign}coalesce(${aggregate.value ?? 'NULL'}, 0)`).join(' + ');
  return { ...first, name: 'mean', value, empty: null };
}

/**
 * How a metric can be compared: a quotient of counts as a share, a mean as a mean; undefined for anything else, such as a
 * percentile, of which too little is known from one number.
 * @param formula the metric's, down to the aggregates
 */
export function comparableOf({ unit }: Pick<Metric, 'unit'>, formula: Expression): Comparable | undefined {
  if (formula.kind === 'aggregate') {
    return formula.aggregate.name === 'mean' ? { kind: 'mean', aggregate: formula.aggregate } : undefined;
  }
  if (formula.kind !== 'binary' || formula.operator !== '/') return undefined;
  const { left: numerator, right: denominator } = formula;
  if (isCounts(numerator) && isCounts(denominator)) {
    return unit === 'percentunit' ? { kind: 'share', numerator, denominator } : undefined;
  }
  const mean = meanOfSums(numerator, denominator);
  return mean === undefined ? undefined : { kind: 'mean', aggregate: mean };
}

/** Every dataset that a comparison reads. */
export const datasetsOfComparable = (comparable: Comparable): Aggregate['dataset'][] =>
  comparable.kind === 'mean'
    ? [comparable.aggregate.dataset]
    : [comparable.numerator, comparable.denominator].flatMap(aggregatesOf).map(({ dataset }) => dataset);
