import { Calendar, CalendarInput, type CalendarDay } from '@callsight/contract/monitoring/calendar';
import { DAY_MS } from '../lib/time/durations.js';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import type { DefinitionKind } from './definition-kind.js';

const NOTHING = (): void => undefined;

/** A listed range is at most so long: a longer one is a mistake. */
const MAX_DAYS = 366;

/** Days from 1970-01-01 to a date; undefined where there is no such date. */
function dayNumber(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? undefined : at / DAY_MS;
}

function readDate(date: string, path: string): number {
  const day = dayNumber(date);
  if (day === undefined) throw new QueryError('invalid_calendar', `${date} is no date of the calendar`, path);
  return day;
}

/** First and last day that an entry lists, in days from 1970-01-01. @throws QueryError */
function daysOfEntry({ date, from, to }: CalendarDay, path: string): { first: number; last: number } {
  if (date !== undefined && from === undefined && to === undefined) {
    const day = readDate(date, `${path}/date`);
    return { first: day, last: day };
  }
  if (date !== undefined || from === undefined || to === undefined)
    throw new QueryError('invalid_calendar', 'a day has either a date, or from and to', path);
  const [first, last] = [readDate(from, `${path}/from`), readDate(to, `${path}/to`)];
  if (last < first) throw new QueryError('invalid_calendar', 'from must not lie after to', `${path}/from`);
  if (last - first >= MAX_DAYS)
    throw new QueryError('invalid_calendar', `an entry lists at most ${MAX_DAYS} days`, `${path}/to`);
  return { first, last };
}

/** All days that calendars list, in days from 1970-01-01. */
export function listedDays(calendars: readonly Pick<Calendar, 'days'>[]): Set<number> {
  const days = new Set<number>();
  for (const calendar of calendars)
    for (const [index, entry] of calendar.days.entries()) {
      const { first, last } = daysOfEntry(entry, `/days/${index}`);
      for (let day = first; day <= last; day += 1) days.add(day);
    }
  return days;
}

/** Calendars. @param usedBy ids of what names a calendar, such as thresholds */
export const calendarKind = (usedBy: (tenant: string, id: string) => readonly string[]): DefinitionKind<Calendar> => ({
  name: 'calendar',
  plural: 'calendars',
  title: 'calendar',
  schema: Calendar,
  input: CalendarInput,
  writeScope: 'admin',
  maxPerTenant: 100,
  builtIns: [],
  load: () => new Set(),
  checkPut: (_tenant, { days }) => {
    for (const [index, entry] of days.entries()) daysOfEntry(entry, `/days/${index}`);
    return NOTHING;
  },
  checkRemoval: (tenant, id) => {
    const users = usedBy(tenant, id);
    if (users.length > 0)
      throw new QueryError('calendar_in_use', `${users.join(', ')} name ${id}; change them first`, '/id', users);
    return NOTHING;
  },
});
