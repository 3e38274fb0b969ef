import type { ThresholdSchedule } from '@callsight/contract/monitoring/threshold';
import { dayOf, minuteOfDay, type LocalDay } from '../../analytics/baselines/local-clock.js';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** 1 (Monday) to 7 (Sunday); 1970-01-01 was a Thursday. */
const weekdayOf = (day: LocalDay): number => ((((day + 3) % 7) + 7) % 7) + 1;

/**
 * Whether a threshold watches at a local minute. Hours over midnight belong to the day on which they begin, also where that
 * day, or the next one, is on the calendar.
 * @param local minutes from 1970-01-01 on the clock of the wall
 */
export function isOpen(
  schedule: ThresholdSchedule | undefined,
  closedDays: ReadonlySet<LocalDay>,
  local: number,
): boolean {
  if (schedule === undefined) return true;
  const minute = minuteOfDay(local);
  const day = dayOf(local);
  const [from, to] = [minutesOf(schedule.from), minutesOf(schedule.to)];
  const isWatched = (one: LocalDay): boolean => schedule.weekdays.includes(weekdayOf(one)) && !closedDays.has(one);
  if (from < to) return minute >= from && minute < to && isWatched(day);
  return (minute >= from && isWatched(day)) || (minute < to && isWatched(day - 1));
}
