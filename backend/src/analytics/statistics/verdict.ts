import type { Interval } from './interval.js';
import { quantityOf, type Quantity } from './quantity.js';

/** One side of a comparison. */
interface Side {
  /** How it is called, such as `Anna`. */
  readonly name: string;
  readonly value: number;
}

export interface Judged {
  /** Of the metric. */
  readonly title: string;
  /** Grafana unit id. */
  readonly unit: string;
  readonly good: 'up' | 'down' | 'none';
  readonly segment: Side;
  readonly baseline: Side;
  readonly difference: number;
  readonly interval: Interval;
  /** Corrected for the number of comparisons. */
  readonly p: number;
  readonly isSignificant: boolean;
  /** How many were made at once. */
  readonly comparisons: number;
}

/** Two digits, three where it is about being below 0.05. */
function chance(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  return `p = ${Number(p.toPrecision(p >= 0.045 && p < 0.055 ? 3 : 2))}`;
}

const word = (difference: number): string => (difference < 0 ? 'less' : 'more');

/** The interval in the direction of the difference: ` (0.3 to 4.1)`, or ` (0.9 less to 4.1 more)` where it spans both. */
function span({ low, high }: Interval, difference: number, { size }: Quantity): string {
  if (low === high) return '';
  if (low < 0 && high > 0) return ` (${size(low)} less to ${size(high)} more)`;
  return difference < 0 ? ` (${size(high)} to ${size(low)})` : ` (${size(low)} to ${size(high)})`;
}

function worth({ good, difference, isSignificant }: Judged): string {
  if (!isSignificant || good === 'none') return '';
  return difference > 0 === (good === 'up') ? ', which is better' : ', which is worse';
}

function judgement({ p, isSignificant, comparisons }: Judged): string {
  const corrected = comparisons > 1 ? `, corrected for ${comparisons} comparisons` : '';
  return `Such a difference ${isSignificant ? 'would hardly' : 'could well'} be chance (${chance(p)}${corrected}).`;
}

/**
 * Says in plain words what a comparison came to: both values, the difference with its interval, whether that is better or
 * worse, and whether it could be chance.
 */
export function verdict(judged: Judged): string {
  const { title, unit, segment, baseline, difference, interval } = judged;
  const quantity = quantityOf(unit, segment.value, difference);
  const values = `${title}: ${segment.name} ${quantity.value(segment.value)}, ${baseline.name} ${quantity.value(baseline.value)}.`;
  const reach = span(interval, difference, quantity);
  if (difference === 0) return `${values} There is no difference${reach}.`;
  const much = `${quantity.difference(difference)} ${word(difference)}${reach}`;
  return `${values} That is ${much}${worth(judged)}. ${judgement(judged)}`;
}
