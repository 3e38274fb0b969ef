import type { ReportRange, ReportRangeName } from '@callsight/contract/reports/report';
import { Temporal } from 'temporal-polyfill';
import type { Millis } from '../../lib/time/units.js';

type Day = Temporal.PlainDate;

const firstOfQuarter = (day: Day): Day => day.with({ month: Math.floor((day.month - 1) / 3) * 3 + 1, day: 1 });

/** First and last day (not included) of a range that is named, seen from the local day that a report is planned for. */
const DAYS: Readonly<Record<Exclude<ReportRangeName, 'month_to_date'>, (today: Day) => readonly [Day, Day]>> = {
  yesterday: (today) => [today.subtract({ days: 1 }), today],
  last_7_days: (today) => [today.subtract({ days: 7 }), today],
  last_week: (today) => {
    const monday = today.subtract({ days: today.dayOfWeek - 1 });
    return [monday.subtract({ weeks: 1 }), monday];
  },
  last_month: (today) => {
    const first = today.with({ day: 1 });
    return [first.subtract({ months: 1 }), first];
  },
  last_quarter: (today) => {
    const first = firstOfQuarter(today);
    return [first.subtract({ months: 3 }), first];
  },
};

/**
 * The period of a report. It follows from the time that the report is planned for and never from the time at which it is
 * made: a report of the first of January that is made late is about December.
 * @param timezone IANA zone, in which days, weeks (from Monday), months and quarters begin
 * @returns epoch milliseconds, half-open. `month_to_date` ends at the planned time itself, and on the first moment of a month
 *   is the whole month before
 */
export function periodOf(range: ReportRange, plannedAt: Millis, timezone: string): { from: Millis; to: Millis } {
  if (typeof range !== 'string') return { from: Date.parse(range.from), to: Date.parse(range.to) };
  const planned = Temporal.Instant.fromEpochMilliseconds(plannedAt).toZonedDateTimeISO(timezone);
  const today = planned.toPlainDate();
  const startOf = (day: Day): Millis => day.toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
  if (range === 'month_to_date') {
    const from = startOf(today.with({ day: 1 }));
    if (from < plannedAt) return { from, to: plannedAt };
    const [first, last] = DAYS.last_month(today);
    return { from: startOf(first), to: startOf(last) };
  }
  const [first, last] = DAYS[range](today);
  return { from: startOf(first), to: startOf(last) };
}
