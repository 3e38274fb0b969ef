import { t } from '@grafana/i18n';
import type { ReportRange, ReportRangeName } from '@callsight/contract/reports/report';

export const RANGE_NAMES: readonly ReportRangeName[] = [
  'yesterday',
  'last_7_days',
  'last_week',
  'month_to_date',
  'last_month',
  'last_quarter',
];

export const rangeName = (range: ReportRangeName): string =>
  ({
    yesterday: t('reports.range.yesterday', 'Yesterday'),
    last_7_days: t('reports.range.last-7-days', 'Last 7 days'),
    last_week: t('reports.range.last-week', 'Last week'),
    month_to_date: t('reports.range.month-to-date', 'This month so far'),
    last_month: t('reports.range.last-month', 'Last month'),
    last_quarter: t('reports.range.last-quarter', 'Last quarter'),
  })[range];

/** Always the same time, half-open. */
export type FixedRange = Extract<ReportRange, object>;

/** Whether a report is about the same time whenever it is made. */
export const isFixed = (range: ReportRange): range is FixedRange => typeof range === 'object';

const MINUTE_MS = 60_000;

interface Wall {
  readonly date: string;
  readonly time: string;
}

/** Date and time on a clock in a zone; epoch milliseconds in, `2026-11-23` and `08:00` out. */
export function wallOf(at: number, timezone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

/** Epoch milliseconds of a time on a clock in a zone; one that a change of clocks leaves out becomes the first after it. */
export function atWall({ date, time }: Wall, timezone: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const shown = (at: number): number => {
    const wall = wallOf(at, timezone);
    return Date.parse(`${wall.date}T${wall.time}:00Z`);
  };
  // The offset at a first guess is that of the answer, except beside a change of clocks: then the second guess is right.
  const guess = wanted - (shown(wanted) - wanted);
  return guess - Math.round((shown(guess) - wanted) / MINUTE_MS) * MINUTE_MS;
}
