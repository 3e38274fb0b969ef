import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { ScheduleInput } from '@callsight/contract/reports/schedule';
import type { Temporal } from 'temporal-polyfill';
import { listedDays } from './calendar-kind.js';
import { FireTimes, type FireTime } from '../lib/cron/fire-times.js';
import { DAY_MS } from '../lib/time/durations.js';
import type { Millis } from '../lib/time/units.js';

type Day = Temporal.PlainDate;
type IsDay = (date: Day) => boolean;

/** What of a schedule says when it runs. */
export type Times = Pick<
  ScheduleInput,
  'cron' | 'timezone' | 'calendar' | 'workdays_only' | 'workday_of_month' | 'starts_at' | 'ends_at'
>;

const SATURDAY = 6;

/** Days from 1970-01-01. */
const dayNumber = (date: Day): number => date.toZonedDateTime('UTC').epochMilliseconds / DAY_MS;

/** First or last day of a month on which people work; undefined for a month without any. */
function workdayOf(date: Day, which: 'first' | 'last', isWorked: IsDay): Day | undefined {
  const days = date.daysInMonth;
  for (let index = 0; index < days; index += 1) {
    const day = date.with({ day: which === 'first' ? index + 1 : days - index });
    if (isWorked(day)) return day;
  }
  return undefined;
}

/** Days on which a schedule may run. */
function daysOf({ workdays_only: workdaysOnly, workday_of_month: which }: Times, closed: ReadonlySet<number>): IsDay {
  const isOpen: IsDay = (date) => !closed.has(dayNumber(date));
  if (workdaysOnly !== true && which === undefined) return isOpen;
  const isWorked: IsDay = (date) => date.dayOfWeek < SATURDAY && isOpen(date);
  return which === undefined ? isWorked : (date) => workdayOf(date, which, isWorked)?.equals(date) === true;
}

/**
 * The times at which a schedule runs, after an instant (epoch milliseconds), in their order.
 * @param calendars those of the tenant
 * @throws CronProblem
 */
export function* plannedTimes(schedule: Times, calendars: readonly Calendar[], after: number): Generator<FireTime> {
  const { cron, timezone, calendar, starts_at: start, ends_at: end } = schedule;
  const closed = listedDays(calendars.filter(({ id }) => id === calendar));
  const begin = start === undefined ? after : Math.max(after, Date.parse(start) - 1);
  const last = end === undefined ? Infinity : Date.parse(end);
  for (const time of new FireTimes(cron).after(begin, timezone, daysOf(schedule, closed))) {
    if (time.at > last) return;
    yield time;
  }
}

/**
 * The times at which a schedule has run between two instants (epoch milliseconds), the second included; of more than `max` the
 * latest, found by halving the range, so that years of minutes are not walked through.
 */
export function latestTimes(
  schedule: Times,
  calendars: readonly Calendar[],
  { after, until, max }: { readonly after: Millis; readonly until: Millis; readonly max: number },
): Millis[] {
  for (let begin = after; ; begin += (until - begin) / 2) {
    const times: Millis[] = [];
    for (const { at } of plannedTimes(schedule, calendars, Math.floor(begin))) {
      if (at > until || times.length > max) break;
      times.push(at);
    }
    if (times.length <= max) return times;
  }
}
