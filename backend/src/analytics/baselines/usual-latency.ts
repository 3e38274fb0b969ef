import { MIN_WEEKS, sameWeekdays, type History } from './history.js';
import { HOURS_A_DAY, type LocalDay } from './local-clock.js';
import { deviationOfCalls, pastDays, type Deviation } from './usual-hours.js';

/** Latencies are counted in bins that are two per cent wide; bin 0 begins at 1 (millisecond or second). */
export const BIN_WIDTH = 0.02;
export const BINS = 700;

/** Lower edge of a bin. */
const binEdge = (bin: number): number => Math.exp(bin * BIN_WIDTH);

/** Bin of a value; what is below 1 lies in the first. */
export const binOf = (value: number): number =>
  Math.min(BINS - 1, Math.max(0, Math.floor(Math.log(Math.max(value, 1)) / BIN_WIDTH)));

/** Bins and their counts in turn, for each hour of a local day. */
export type DayBins = readonly Float64Array[];

/** Slow is what is above the usual 90th percentile and a margin. */
const SLOW_QUANTILE = 0.9;
const MARGIN = 1.15;
/** A smaller share of slow ones is not told apart from none. */
const MIN_SHARE = 0.01;
const MIN_DESIGN_EFFECT = 1.5;

/** All hours together count as much as so many values in each hour. */
const PRIOR = 400;
/** Fewer values in all weeks together say nothing of what is usual. */
const MIN_TOTAL = 400;

/** What latencies are usual in each hour of a local day. */
export interface UsualLatency {
  /** Above it a value is slow; for each hour, in the unit of the values. */
  readonly limit: Float64Array;
  /** Share of the values that usually are slow. */
  readonly share: Float64Array;
  /** The usual value of the percentile that is watched. */
  readonly value: Float64Array;
  /**
   * How much more the number of slow values varies than if each came independently: turns of one call resemble each other.
   * @see L. Kish, Survey Sampling, 1965 (design effect)
   */
  readonly designEffect: number;
  readonly weeks: number;
}

interface Hours {
  readonly limit: Float64Array;
  readonly share: Float64Array;
  readonly value: Float64Array;
}

function addBins(into: Float64Array, bins: Float64Array | undefined): number {
  if (bins === undefined) return 0;
  let total = 0;
  for (let at = 0; at + 1 < bins.length; at += 2) {
    const count = bins[at + 1] ?? 0;
    into[bins[at] ?? 0] = (into[bins[at] ?? 0] ?? 0) + count;
    total += count;
  }
  return total;
}

/** The value below which a share of what is counted lies; within a bin as if its values lay evenly. */
export function quantileOfBins(counts: Float64Array, quantile: number): number {
  let total = 0;
  for (const count of counts) total += count;
  if (total === 0) return NaN;
  let below = 0;
  for (const [bin, count] of counts.entries()) {
    if (count > 0 && below + count >= quantile * total)
      return Math.exp((bin + (quantile * total - below) / count) * BIN_WIDTH);
    below += count;
  }
  return binEdge(counts.length);
}

function shareAbove(counts: Float64Array, bin: number): number {
  let [above, total] = [0, 0];
  for (const [at, count] of counts.entries()) {
    total += count;
    if (at >= bin) above += count;
  }
  return total === 0 ? 0 : above / total;
}

/** Baselines of the latencies of one series. */
export class LatencyBaseline {
  readonly #history: History<DayBins>;
  readonly #quantile: number;

  /** @param quantile of the metric that is watched, such as 0.95 */
  constructor(history: History<DayBins>, quantile: number) {
    this.#history = history;
    this.#quantile = quantile;
  }

  /** @returns undefined as long as there is too little to learn from */
  usual(day: LocalDay): UsualLatency | undefined {
    const weeks = sameWeekdays(this.#history, day).length;
    if (weeks < MIN_WEEKS) return undefined;
    const all = new Float64Array(BINS);
    let total = 0;
    for (const past of pastDays(this.#history, day))
      for (const bins of this.#history.days.get(past) ?? []) total += addBins(all, bins);
    if (total < MIN_TOTAL) return undefined;
    for (let bin = 0; bin < BINS; bin += 1) all[bin] = ((all[bin] ?? 0) * PRIOR) / total;
    const week = Array.from({ length: 7 }, (_, ahead) => this.#hours(day + ahead, all));
    const own = week[0];
    return own && { ...own, designEffect: this.#designEffect(day, week), weeks };
  }

  #hours(day: LocalDay, all: Float64Array): Hours {
    const weekdays = sameWeekdays(this.#history, day);
    const [limit, share, value] = [
      new Float64Array(HOURS_A_DAY),
      new Float64Array(HOURS_A_DAY),
      new Float64Array(HOURS_A_DAY),
    ];
    for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
      const counts = all.slice();
      for (const past of weekdays)
        for (let at = hour - 1; at <= hour + 1; at += 1) {
          const shift = Math.floor(at / HOURS_A_DAY);
          addBins(counts, this.#history.days.get(past + shift)?.[at - shift * HOURS_A_DAY]);
        }
      const bin = Math.min(BINS - 1, binOf(quantileOfBins(counts, SLOW_QUANTILE) * MARGIN) + 1);
      limit[hour] = binEdge(bin);
      share[hour] = Math.max(MIN_SHARE, shareAbove(counts, bin));
      value[hour] = quantileOfBins(counts, this.#quantile);
    }
    return { limit, share, value };
  }

  #designEffect(day: LocalDay, week: readonly Hours[]): number {
    const deviations: Deviation[] = [];
    let [hours, values] = [0, 0];
    for (const past of pastDays(this.#history, day)) {
      const { limit, share } = week[(((past - day) % 7) + 7) % 7] ?? {};
      for (const [hour, bins] of (this.#history.days.get(past) ?? []).entries()) {
        const [slow, total] = slowOf(bins, binOf(limit?.[hour] ?? 1));
        if (total < MIN_VALUES) continue;
        const usual = share?.[hour] ?? MIN_SHARE;
        deviations.push({ squared: (slow - total * usual) ** 2 / (total * usual * (1 - usual)), total });
        hours += 1;
        values += total;
      }
    }
    const effect = deviationOfCalls(deviations, values / Math.max(hours, 1) / STEPS_AN_HOUR);
    return Number.isNaN(effect) ? DEFAULT_DESIGN_EFFECT : Math.max(MIN_DESIGN_EFFECT, effect);
  }
}

const MIN_VALUES = 20;
const STEPS_AN_HOUR = 12;
/** With too few hours to tell: calls of eight turns that resemble each other. */
const DEFAULT_DESIGN_EFFECT = 2;

/** Values in bins from one on, and all values. `limit` is the lower edge of a bin. */
function slowOf(bins: Float64Array, from: number): [slow: number, total: number] {
  let [slow, total] = [0, 0];
  for (let at = 0; at + 1 < bins.length; at += 2) {
    const count = bins[at + 1] ?? 0;
    total += count;
    if ((bins[at] ?? 0) >= from) slow += count;
  }
  return [slow, total];
}
