import { aggregateOf, quantileOf, type Aggregate } from './aggregate.js';
import { aggregate, aggregatesOf, type Expression } from './expression.js';

/** What kind of number a metric is, which says how it can be told whether it is unusual. */
export type Measure =
  /** So many of something: calls, bookings. */
  | { readonly kind: 'count'; readonly value: Expression }
  /** So many of so many: `value` of `total`, from 0 to 1. */
  | { readonly kind: 'rate'; readonly value: Expression; readonly total: Expression }
  /** A sum divided by a number of calls: a mean time, a cost per call. */
  | {
      readonly kind: 'mean';
      readonly value: Expression;
      readonly total: Expression;
      /** Set where an amount of money is divided by the number of the rows that have one: both are of one currency. */
      readonly totalHasCurrency?: true;
    }
  /** A percentile of many values, such as a latency. */
  | { readonly kind: 'percentile'; readonly aggregate: Aggregate; readonly quantile: number }
  /** A sum, a maximum, a number of different ones: it can only be compared with a limit. */
  | { readonly kind: 'other' };

/** Datasets of rows that happened at a time; presence and uptime are spans, and the pipeline observes this service. */
const ROWS: ReadonlySet<string> = new Set(['calls', 'turns', 'appointments', 'payments', 'samples']);

const isOf = (names: readonly string[], expression: Expression): boolean => {
  if (expression.kind === 'number') return true;
  if (expression.kind === 'aggregate')
    return names.includes(expression.aggregate.name) && ROWS.has(expression.aggregate.dataset);
  return (
    expression.kind === 'binary' &&
    (expression.operator === '+' || expression.operator === '-') &&
    isOf(names, expression.left) &&
    isOf(names, expression.right)
  );
};

const isCount = (expression: Expression): boolean => aggregatesOf(expression).length > 0 && isOf(['count'], expression);
const isSum = (expression: Expression): boolean =>
  aggregatesOf(expression).length > 0 && isOf(['count', 'sum'], expression);

/** A mean as the sum and the number of the values that it is of. */
function meanOf({ value = '', where, ...of }: Aggregate): Measure {
  const { dataset, divisor, isMoney, float, filters } = of;
  const shared = { ...(where === undefined ? {} : { where }), ...(filters === undefined ? {} : { filters }) };
  const money = isMoney === undefined ? {} : { isMoney };
  const sum = aggregateOf('sum', dataset, value, {
    ...shared,
    ...money,
    divisor,
    ...(float === undefined ? {} : { float }),
  });
  const known = `(${value}) IS NOT NULL`;
  const count = aggregateOf('count', dataset, undefined, {
    ...shared,
    where: where === undefined ? known : `(${where}) AND ${known}`,
  });
  const hasCurrency = isMoney === undefined ? {} : { totalHasCurrency: true as const };
  return { kind: 'mean', value: aggregate(sum), total: aggregate(count), ...hasCurrency };
}

function measureOfAggregate(of: Aggregate): Measure | undefined {
  const quantile = quantileOf(of);
  if (!ROWS.has(of.dataset)) return { kind: 'other' };
  if (quantile !== undefined) return { kind: 'percentile', aggregate: of, quantile };
  return of.name === 'mean' ? meanOf(of) : undefined;
}

/** @param formula of a metric, down to the aggregates; @param unit Grafana unit id of the metric */
export function measureOf(formula: Expression, unit: string): Measure {
  const own = formula.kind === 'aggregate' ? measureOfAggregate(formula.aggregate) : undefined;
  if (own !== undefined) return own;
  if (isCount(formula)) return { kind: 'count', value: formula };
  if (formula.kind !== 'binary' || formula.operator !== '/' || !isCount(formula.right)) return { kind: 'other' };
  const { left: value, right: total } = formula;
  if (unit === 'percentunit' && isCount(value)) return { kind: 'rate', value, total };
  return isSum(value) ? { kind: 'mean', value, total } : { kind: 'other' };
}
