import { weightedMedian } from '../statistics/median.js';
import { CountResiduals } from './dispersion.js';
import { BASELINE_WEEKS, MIN_WEEKS, NO_CALLS, sameWeekdays, type DayCounts, type History } from './history.js';
import { SLOTS_A_DAY, type LocalDay } from './local-clock.js';

/** Steps to each side over which a day is smoothed, and over which the highest and the lowest expectation are taken. */
const REACH = 2;
const EDGE = 2 * REACH;

/** Days that say how much there is at present, compared with the weeks before. */
const LEVEL_DAYS = 7;
const LEVEL_RANGE = { min: 0.5, max: 2 } as const;
/** A day further off says nothing of the level: it had an incident, or was a holiday that nobody has listed. */
const PLAUSIBLE = { min: 0.4, max: 2.5 } as const;
/** Two days in a row that agree so well, and are so far from the median of the week, are a new level. */
const AGREEMENT = 0.2;

/** How many calls are usual in each step of five minutes of a local day. */
export interface UsualCounts {
  /** Expected calls of each step. */
  readonly expected: Float64Array;
  /** Highest and lowest expectation within ten minutes: what a sharp opening, or a clock that is off, may shift. */
  readonly high: Float64Array;
  readonly low: Float64Array;
  /** What the medians of the weeks were multiplied by. */
  readonly level: number;
  /** Weeks that stand behind it. */
  readonly weeks: number;
}

const dayOf = ({ firstDay, days }: History<DayCounts>, day: LocalDay): DayCounts | undefined =>
  days.get(day) ?? (day >= firstDay ? NO_CALLS : undefined);

/** A day with the last steps of the day before and the first ones of the day after, smoothed over the steps around each. */
function smoothed(history: History<DayCounts>, day: LocalDay): Float64Array {
  const wide = new Float64Array(SLOTS_A_DAY + 2 * EDGE).fill(NaN);
  const before = dayOf(history, day - 1);
  const after = dayOf(history, day + 1);
  if (before !== undefined) wide.set(before.subarray(SLOTS_A_DAY - EDGE), 0);
  wide.set(dayOf(history, day) ?? NO_CALLS, EDGE);
  if (after !== undefined) wide.set(after.subarray(0, EDGE), EDGE + SLOTS_A_DAY);
  const result = new Float64Array(SLOTS_A_DAY + 2 * REACH);
  for (let index = 0; index < result.length; index += 1) {
    let sum = 0;
    let count = 0;
    for (let at = index; at <= index + 2 * REACH; at += 1) {
      const value = wide[at] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    result[index] = count === 0 ? NaN : sum / count;
  }
  return result;
}

/** Baselines of counts of one series, day by day. Remembers what several days share. */
export class CountBaseline {
  readonly #history: History<DayCounts>;
  readonly #smoothed = new Map<LocalDay, Float64Array>();
  readonly #medians = new Map<LocalDay, Float64Array>();

  constructor(history: History<DayCounts>) {
    this.#history = history;
  }

  /** @returns undefined as long as there are fewer than three weeks to learn from */
  usual(day: LocalDay): UsualCounts | undefined {
    const weeks = sameWeekdays(this.#history, day).length;
    if (weeks < MIN_WEEKS) return undefined;
    const wide = this.#median(day);
    const level = this.#level(day);
    const expected = new Float64Array(SLOTS_A_DAY);
    const high = new Float64Array(SLOTS_A_DAY);
    const low = new Float64Array(SLOTS_A_DAY);
    for (let slot = 0; slot < SLOTS_A_DAY; slot += 1) {
      const around = wide.subarray(slot, slot + 2 * REACH + 1);
      expected[slot] = (wide[slot + REACH] ?? 0) * level;
      high[slot] = Math.max(...around) * level;
      low[slot] = Math.min(...around) * level;
    }
    return { expected, high, low, level, weeks };
  }

  /**
   * How much more counts vary than calls that come independently: the variance is m + φ·m². From what each day of the last
   * six weeks differs from the same weekday of the other weeks.
   */
  dispersion(day: LocalDay): number {
    const residuals = new CountResiduals();
    for (let past = day - 1; past >= day - 7 * BASELINE_WEEKS; past -= 1) this.#compare(past, day, residuals);
    return residuals.dispersion;
  }

  /** Residuals of a past day against the same weekday of the other weeks before `day`, where enough calls are expected. */
  #compare(past: LocalDay, day: LocalDay, residuals: CountResiduals): void {
    const { firstDay, isLeftOut } = this.#history;
    if (past < firstDay || isLeftOut(past)) return;
    const others = sameWeekdays(this.#history, past + 7 * Math.ceil((day - past) / 7)).filter((one) => one !== past);
    if (others.length < MIN_WEEKS - 1) return;
    const usual = this.#medianOf(others);
    const counts = dayOf(this.#history, past) ?? NO_CALLS;
    const own = sumOf(counts);
    const scale = clamp(own / Math.max(sumOf(usual.subarray(REACH, REACH + SLOTS_A_DAY)), 1e-9), LEVEL_RANGE);
    for (const [slot, count] of counts.entries()) residuals.add(count, (usual[slot + REACH] ?? 0) * scale);
  }

  /** What the last seven days were, compared with what the weeks before each of them had made expected. */
  #level(day: LocalDay): number {
    const ratios = Array.from({ length: LEVEL_DAYS }, (_, index) => this.#ratio(day - 1 - index));
    const plausible = ratios.filter(({ value }) => value >= PLAUSIBLE.min && value <= PLAUSIBLE.max);
    const [yesterday, before] = ratios;
    // A lasting change beyond what one level may be: better the edge of the range than the old level for weeks.
    const usable = plausible.length >= 2 ? plausible : ratios.filter(({ value }) => value > 0).slice(0, 3);
    const middle = weightedMedian(usable);
    if (Number.isNaN(middle)) return 1;
    if (yesterday !== undefined && before !== undefined && isNewLevel(yesterday.value, before.value, middle))
      return clamp((yesterday.value + before.value) / 2, LEVEL_RANGE);
    return clamp(middle, LEVEL_RANGE);
  }

  #ratio(day: LocalDay): { readonly value: number; readonly weight: number } {
    const { firstDay, isLeftOut } = this.#history;
    if (day < firstDay || isLeftOut(day) || sameWeekdays(this.#history, day).length === 0) return NOTHING_KNOWN;
    const expected = sumOf(this.#median(day).subarray(REACH, REACH + SLOTS_A_DAY));
    if (expected <= 0) return NOTHING_KNOWN;
    return { value: sumOf(dayOf(this.#history, day) ?? NO_CALLS) / expected, weight: expected };
  }

  /** Median over the weeks before a day, with the steps around it. */
  #median(day: LocalDay): Float64Array {
    const known = this.#medians.get(day);
    if (known !== undefined) return known;
    const result = this.#medianOf(sameWeekdays(this.#history, day));
    this.#medians.set(day, result);
    return result;
  }

  #medianOf(days: readonly LocalDay[]): Float64Array {
    const weeks = days.map((one) => this.#smooth(one));
    const result = new Float64Array(SLOTS_A_DAY + 2 * REACH);
    const values = new Float64Array(weeks.length);
    for (let slot = 0; slot < result.length; slot += 1) {
      let count = 0;
      for (const week of weeks) {
        const value = week[slot] ?? NaN;
        if (Number.isNaN(value)) continue;
        values[count] = value;
        count += 1;
      }
      result[slot] = count === 0 ? 0 : middleOf(values, count);
    }
    return result;
  }

  #smooth(day: LocalDay): Float64Array {
    const known = this.#smoothed.get(day);
    if (known !== undefined) return known;
    const result = smoothed(this.#history, day);
    this.#smoothed.set(day, result);
    return result;
  }
}

const NOTHING_KNOWN = { value: 0, weight: 0 } as const;

const clamp = (value: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Math.min(max, Math.max(min, value));

/** Whether the last two days agree with each other, and not with the week. */
function isNewLevel(yesterday: number, before: number, middle: number): boolean {
  const isPlausible = [yesterday, before].every((value) => value >= PLAUSIBLE.min && value <= PLAUSIBLE.max);
  if (!isPlausible || Math.abs(yesterday - before) > AGREEMENT * Math.max(yesterday, before)) return false;
  const off = [yesterday, before].map((value) => value / middle - 1);
  return off.every((one) => one > AGREEMENT) || off.every((one) => one < -AGREEMENT);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
}

/** Median of the first `count` values; sorts them in place (a few, by insertion). */
function middleOf(values: Float64Array, count: number): number {
  for (let index = 1; index < count; index += 1) {
    const value = values[index] ?? 0;
    let at = index;
    for (; at > 0 && (values[at - 1] ?? 0) > value; at -= 1) values[at] = values[at - 1] ?? 0;
    values[at] = value;
  }
  const high = values[count >> 1] ?? 0;
  return count % 2 === 1 ? high : ((values[(count >> 1) - 1] ?? 0) + high) / 2;
}
