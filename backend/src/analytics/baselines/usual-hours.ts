import { BASELINE_WEEKS, MIN_WEEKS, sameWeekdays, type DayHours, type History } from './history.js';
import { HOURS_A_DAY, type LocalDay } from './local-clock.js';

/** A baseline of an hour is worth so many calls of the overall mean more. */
const PRIOR = 200;

/** Fewer calls in all weeks together say nothing about what is usual. */
const MIN_TOTAL = 100;

/** What is usual in each hour of a local day: a rate, or a mean of amounts. */
export interface UsualHours {
  /** Per hour. */
  readonly value: Float64Array;
  /** Over all hours of the weeks. */
  readonly overall: number;
  readonly weeks: number;
}

const NO_HOURS: DayHours = { sums: new Float64Array(HOURS_A_DAY), totals: new Float64Array(HOURS_A_DAY) };

const dayOf = ({ firstDay, days }: History<DayHours>, day: LocalDay): DayHours | undefined =>
  days.get(day) ?? (day >= firstDay ? NO_HOURS : undefined);

/** Days of the last weeks that a baseline may learn from. */
export const pastDays = ({ firstDay, isLeftOut }: History<unknown>, day: LocalDay): LocalDay[] =>
  Array.from({ length: 7 * BASELINE_WEEKS }, (_, index) => day - 1 - index).filter(
    (one) => one >= firstDay && !isLeftOut(one),
  );

/** Sums of an hour and the two around it on one day; the hour before the first is on the day before. */
function around(history: History<DayHours>, day: LocalDay, hour: number): { sum: number; total: number } {
  let [sum, total] = [0, 0];
  for (let at = hour - 1; at <= hour + 1; at += 1) {
    const shift = Math.floor(at / HOURS_A_DAY);
    const of = dayOf(history, day + shift);
    sum += of?.sums[at - shift * HOURS_A_DAY] ?? 0;
    total += of?.totals[at - shift * HOURS_A_DAY] ?? 0;
  }
  return { sum, total };
}

/**
 * Pools the same hour of the week, and the hours around it, over six weeks, drawn towards the overall value where there are
 * few calls.
 * @param kind the overall rate has half an event more, so that what never happened is not impossible
 * @returns undefined as long as there is too little to learn from
 */
export function usualHours(history: History<DayHours>, day: LocalDay, kind: 'rate' | 'mean'): UsualHours | undefined {
  const weekdays = sameWeekdays(history, day);
  if (weekdays.length < MIN_WEEKS) return undefined;
  let [sum, total] = [0, 0];
  for (const past of pastDays(history, day)) {
    const { sums, totals } = dayOf(history, past) ?? NO_HOURS;
    for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
      sum += sums[hour] ?? 0;
      total += totals[hour] ?? 0;
    }
  }
  if (total < MIN_TOTAL) return undefined;
  const overall = kind === 'rate' ? (sum + 0.5) / (total + 1) : sum / total;
  const value = new Float64Array(HOURS_A_DAY);
  for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
    let [hourSum, hourTotal] = [0, 0];
    for (const past of weekdays) {
      const pooled = around(history, past, hour);
      hourSum += pooled.sum;
      hourTotal += pooled.total;
    }
    value[hour] = (hourSum + PRIOR * overall) / (hourTotal + PRIOR);
  }
  return { value, overall, weeks: weekdays.length };
}

/** A deviation of one hour in units of what chance alone would give, and how many calls stand behind it. */
export interface Deviation {
  readonly squared: number;
  readonly total: number;
}

/**
 * Splits what hours deviate by into what each call brings (independent of their number) and what the hour itself brings
 * (growing with their number), and gives the first: hours with few calls against those with many.
 * @returns mean squared deviation of a step with `stepTotal` calls; NaN with too few hours
 */
export function deviationOfCalls(deviations: readonly Deviation[], stepTotal: number): number {
  if (deviations.length < MIN_HOURS) return NaN;
  const largest = deviations.map(({ squared }) => squared).sort((a, b) => a - b);
  const cut = largest[Math.floor((largest.length - 1) * TRIMMED)] ?? Infinity;
  const ordered = deviations.toSorted((a, b) => a.total - b.total);
  const half = ordered.length >> 1;
  const few = meanOf(ordered.slice(0, half), cut);
  const many = meanOf(ordered.slice(half), cut);
  const slope = many.total > few.total ? Math.max(0, (many.squared - few.squared) / (many.total - few.total)) : 0;
  return Math.max(0, few.squared - slope * few.total) + slope * stepTotal;
}

const MIN_HOURS = 50;
/** Of the deviations the largest hundredth is cut: incidents that are in the history. */
const TRIMMED = 0.99;

function meanOf(deviations: readonly Deviation[], cut: number): Deviation {
  const count = Math.max(1, deviations.length);
  return {
    squared: deviations.reduce((sum, { squared }) => sum + Math.min(squared, cut), 0) / count,
    total: deviations.reduce((sum, { total }) => sum + total, 0) / count,
  };
}
