import type { DayCounts, DayHours } from '../../analytics/baselines/history.js';
import {
  HOURS_A_DAY,
  LocalClock,
  minuteOfDay,
  MINUTES_A_DAY,
  SLOT_MINUTES,
  SLOTS_A_DAY,
  type EpochMinute,
  type LocalDay,
} from '../../analytics/baselines/local-clock.js';
import type { DayBins } from '../../analytics/baselines/usual-latency.js';
import { MINUTE_MICROS } from '../../lib/time/durations.js';
import { startOfLocalDay } from '../../lib/time/zone.js';
import type { Stretch } from './series-sql.js';
import type { Watch } from './watch.js';

export const startOfDay = (day: LocalDay, zone: string): EpochMinute =>
  Math.floor(startOfLocalDay(day, zone) / MINUTE_MICROS);

/** Minutes that every offset of a zone in a stretch is a multiple of, up to an hour. */
function offsetMinutes(clock: LocalClock, from: EpochMinute, to: EpochMinute): number {
  const offsets = [from, to - 1, Math.floor((from + to) / 2)].map((minute) => clock.local(minute) - minute);
  return [60, 30, 15].find((width) => offsets.every((offset) => offset % width === 0)) ?? SLOT_MINUTES;
}

/** Puts steps into the days of the wall's clock. */
export class Days {
  readonly stretch: Stretch;
  readonly clock: LocalClock;
  readonly firstDay: LocalDay;
  readonly steps: number;
  /** Local day and minute of it for each step. */
  readonly #local: Float64Array;

  constructor(watch: Pick<Watch, 'zone'>, first: LocalDay, last: LocalDay, stepMinutes: number | undefined) {
    const from = startOfDay(first, watch.zone);
    const to = startOfDay(last + 1, watch.zone);
    this.clock = new LocalClock(watch.zone, from, to);
    const width = stepMinutes ?? offsetMinutes(this.clock, from, to);
    const aligned = Math.floor(from / width) * width;
    this.stretch = { from: aligned, to, stepMinutes: width };
    this.firstDay = first;
    this.steps = Math.ceil((to - aligned) / width);
    this.#local = Float64Array.from({ length: this.steps }, (_, step) => this.clock.local(aligned + step * width));
  }

  at(step: number): { readonly day: LocalDay; readonly minute: number } {
    const local = this.#local[step] ?? 0;
    const minute = minuteOfDay(local);
    return { day: (local - minute) / MINUTES_A_DAY, minute };
  }

  /** First day that a group is known for as a whole: the first, if it had rows at its begin. */
  knownFrom(firstStep: number): LocalDay {
    if (!Number.isFinite(firstStep)) return Infinity;
    const { day } = this.at(Math.min(this.steps - 1, firstStep));
    return day <= this.firstDay + 1 ? this.firstDay : day + 1;
  }
}

/** Calls of five minutes by local day. A step that the clock shows twice counts half, one that it skips is not known. */
export function toDayCounts(days: Days, values: Float64Array): Map<LocalDay, DayCounts> {
  const result = new Map<LocalDay, DayCounts>();
  const shown = new Map<LocalDay, Uint8Array>();
  for (const [step, value] of values.entries()) {
    const { day, minute } = days.at(step);
    const slot = Math.floor(minute / SLOT_MINUTES);
    add(dayIn(result, day, newDay), slot, value);
    add(
      dayIn(shown, day, () => new Uint8Array(SLOTS_A_DAY)),
      slot,
      1,
    );
  }
  for (const [day, times] of shown) {
    const counts = dayIn(result, day, newDay);
    for (const [slot, count] of times.entries()) if (count !== 1) counts[slot] = (counts[slot] ?? 0) / count;
  }
  return result;
}

const newDay = (): DayCounts => new Float64Array(SLOTS_A_DAY);

function dayIn<Day>(days: Map<LocalDay, Day>, day: LocalDay, make: () => Day): Day {
  const known = days.get(day);
  if (known !== undefined) return known;
  const made = make();
  days.set(day, made);
  return made;
}

function add(numbers: Float64Array | Uint8Array, index: number, value: number): void {
  numbers[index] = (numbers[index] ?? 0) + value;
}

export const newHours = (): DayHours => ({
  sums: new Float64Array(HOURS_A_DAY),
  totals: new Float64Array(HOURS_A_DAY),
});

export function toDayHours(days: Days, sums: Float64Array, totals: Float64Array): Map<LocalDay, DayHours> {
  const result = new Map<LocalDay, DayHours>();
  for (const [step, sum] of sums.entries()) {
    const total = totals[step] ?? 0;
    if (sum === 0 && total === 0) continue;
    const { day, minute } = days.at(step);
    const hours = dayIn(result, day, newHours);
    add(hours.sums, Math.floor(minute / 60), sum);
    add(hours.totals, Math.floor(minute / 60), total);
  }
  return result;
}

export function toDayBins(days: Days, triples: Float64Array): Map<LocalDay, DayBins> {
  const lists = new Map<LocalDay, number[][]>();
  for (let at = 0; at + 2 < triples.length; at += 3) {
    const { day, minute } = days.at(triples[at] ?? 0);
    const hours = lists.get(day) ?? Array.from({ length: HOURS_A_DAY }, () => []);
    hours[Math.floor(minute / 60)]?.push(triples[at + 1] ?? 0, triples[at + 2] ?? 0);
    lists.set(day, hours);
  }
  return new Map([...lists].map(([day, hours]) => [day, hours.map((hour) => Float64Array.from(hour))]));
}
