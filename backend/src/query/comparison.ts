import type { Temporal } from 'temporal-polyfill';
import { COMPARISONS, type Comparison } from '@callsight/contract/query/request';
import { unknownId } from '../catalogue/query-error.js';
import { localDay, startOfLocalDay, toMicros, zoned } from '../time/zone.js';
import type { Plan, Range } from './plan.js';

const BACK: Readonly<Record<Exclude<Comparison, 'previous_period'>, Temporal.DurationLike>> = {
  previous_week: { weeks: 1 },
  previous_month: { months: 1 },
  previous_year: { years: 1 },
};

const isLocalMidnight = (micros: number, zone: string): boolean =>
  startOfLocalDay(localDay(micros, zone), zone) === micros;

/** A range of whole local days is compared with as many local days before it, though one of them may have 23 hours. */
function previousPeriod({ from, to }: Range, zone: string): Range {
  if (!isLocalMidnight(from, zone) || !isLocalMidnight(to, zone)) return { from: from - (to - from), to: from };
  const days = localDay(to, zone) - localDay(from, zone);
  return { from: startOfLocalDay(localDay(from, zone) - days, zone), to: from };
}

function earlier({ from, to }: Range, zone: string, back: Temporal.DurationLike): Range {
  const move = (micros: number): number => toMicros(zoned(micros, zone).subtract(back));
  return { from: move(from), to: move(to) };
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
  const other = kind === 'previous_period' ? previousPeriod(range, zone) : earlier(range, zone, BACK[kind]);
  const byDays = isLocalMidnight(range.from, zone) && isLocalMidnight(other.from, zone);
  const days = localDay(range.from, zone) - localDay(other.from, zone);
  return { kind, range: other, shift: byDays ? { micros: 0, days } : { micros: range.from - other.from, days: 0 } };
}
