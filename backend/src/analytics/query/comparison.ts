import type { Temporal } from 'temporal-polyfill';
import { COMPARISONS, type Comparison } from '@callsight/contract/query/request';
import { unknownId } from '../catalogue/language/query-error.js';
import { localDay, startOfLocalDay, toMicros, zoned } from '../../lib/time/zone.js';
import type { Plan, Range, Shift } from './plan.js';

const MONTHS_BACK = { previous_month: 1, previous_year: 12 } as const;

const isLocalMidnight = (micros: number, zone: string): boolean =>
  startOfLocalDay(localDay(micros, zone), zone) === micros;

const isWholeDays = ({ from, to }: Range, zone: string): boolean =>
  isLocalMidnight(from, zone) && isLocalMidnight(to, zone);

const isWholeMonths = (range: Range, zone: string): boolean =>
  isWholeDays(range, zone) && zoned(range.from, zone).day === 1 && zoned(range.to, zone).day === 1;

/** So many local days from one on, of whatever length each of them is. */
const daysFrom = (first: number, count: number, zone: string): Range => ({
  from: startOfLocalDay(first, zone),
  to: startOfLocalDay(first + count, zone),
});

/** A range of whole local days is compared with as many local days before it, though one of them may have 23 hours. */
function previousPeriod(range: Range, zone: string): Range {
  const { from, to } = range;
  if (!isWholeDays(range, zone)) return { from: from - (to - from), to: from };
  const [first, end] = [localDay(from, zone), localDay(to, zone)];
  return { from: startOfLocalDay(first - (end - first), zone), to: from };
}

/**
 * The range a week, a month or a year earlier. Whole months are compared with whole months. Any other range keeps its
 * number of local days, and its times of day: it begins on the same day of the earlier month, or on the last day of a
 * month that has no such day.
 */
function earlier(range: Range, zone: string, kind: Exclude<Comparison, 'previous_period'>): Range {
  const back: Temporal.DurationLike = kind === 'previous_week' ? { weeks: 1 } : { months: MONTHS_BACK[kind] };
  const move = (micros: number): Temporal.ZonedDateTime => zoned(micros, zone).subtract(back);
  const { from, to } = range;
  if (kind !== 'previous_week' && isWholeMonths(range, zone))
    return { from: toMicros(move(from)), to: toMicros(move(to)) };
  if (isWholeDays(range, zone)) {
    const first = localDay(toMicros(move(from)), zone);
    return daysFrom(first, localDay(to, zone) - localDay(from, zone), zone);
  }
  const begin = move(from);
  const length = zoned(from, zone).until(zoned(to, zone), { largestUnit: 'day' });
  return { from: toMicros(begin), to: toMicros(begin.add(length)) };
}

const isComparison = (text: string): text is Comparison => COMPARISONS.some((known) => known === text);

/** The range that a range is compared with, and how rows of the one are laid over the other. */
export function compareWith(
  kind: string,
  range: Range,
  zone: string,
  path = '/compare',
): NonNullable<Plan['comparison']> {
  if (!isComparison(kind)) throw unknownId('unknown_comparison', 'comparison', kind, COMPARISONS, path);
  const other = kind === 'previous_period' ? previousPeriod(range, zone) : earlier(range, zone, kind);
  return { kind, range: other, shift: shiftOf(kind, range, other, zone) };
}

/** How rows of the earlier range are moved onto the asked one. */
function shiftOf(kind: Comparison, range: Range, other: Range, zone: string): Shift {
  const byDays = isLocalMidnight(range.from, zone) && isLocalMidnight(other.from, zone);
  if (!byDays) return { micros: range.from - other.from, days: 0, months: 0 };
  const isByMonths = (kind === 'previous_month' || kind === 'previous_year') && isWholeMonths(range, zone);
  return {
    micros: 0,
    days: localDay(range.from, zone) - localDay(other.from, zone),
    months: isByMonths ? MONTHS_BACK[kind] : 0,
  };
}
