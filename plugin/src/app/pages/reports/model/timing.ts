import { t } from '@grafana/i18n';
import type { ScheduleInput } from '@callsight/contract/reports/schedule';

/** When a schedule runs, as people say it; `cron` is what cannot be said otherwise. */
export type Timing =
  | { readonly kind: 'daily' | 'workdays' | 'first_workday' | 'last_workday'; readonly time: string }
  /** Weekday as cron has it: 0 is Sunday. */
  | { readonly kind: 'weekly'; readonly time: string; readonly weekday: number }
  | { readonly kind: 'monthly'; readonly time: string; readonly day: number }
  | { readonly kind: 'cron'; readonly cron: string };

export type TimingKind = Timing['kind'];

const ALIASES: Readonly<Record<string, string>> = {
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

const two = (number: number): string => String(number).padStart(2, '0');

const isWhole = (text: string, max: number): boolean => /^\d{1,2}$/.test(text) && Number(text) <= max;

const fieldsOf = (cron: string): string[] => (ALIASES[cron.trim()] ?? cron).trim().split(/\s+/);

/** What says when a schedule runs, besides its zone and its calendar. */
export type Times = Pick<ScheduleInput, 'cron' | 'workday_of_month'>;

/** What a cron expression says, and which working day of the month is meant by it. */
export function timingOf({ cron, workday_of_month: workday }: Times): Timing {
  const own: Timing = { kind: 'cron', cron };
  const days = plainTiming(cron) ?? own;
  if (workday === undefined) return days;
  return days.kind === 'daily' ? { kind: `${workday}_workday`, time: days.time } : own;
}

/** A cron expression in words; undefined where it has none. */
function plainTiming(cron: string): Timing | undefined {
  const [minute = '', hour = '', day = '', month, weekday = '', ...more] = fieldsOf(cron);
  if (!isWhole(minute, 59) || !isWhole(hour, 23) || month !== '*' || more.length > 0) return undefined;
  return daysOf(day, weekday, `${two(Number(hour))}:${two(Number(minute))}`);
}

/** On which days a schedule runs; undefined where that has no words. */
function daysOf(day: string, weekday: string, time: string): Timing | undefined {
  if (day === '*' && weekday === '*') return { kind: 'daily', time };
  if (day === '*' && weekday === '1-5') return { kind: 'workdays', time };
  if (day === '*' && isWhole(weekday, 7)) return { kind: 'weekly', time, weekday: Number(weekday) % 7 };
  if (weekday === '*' && isWhole(day, 31) && Number(day) > 0) return { kind: 'monthly', time, day: Number(day) };
  return undefined;
}

/** The cron expression that says it, as far as one can. */
export function cronOf(timing: Timing): string {
  if (timing.kind === 'cron') return timing.cron;
  const [hour = '0', minute = '0'] = timing.time.split(':');
  const at = `${Number(minute)} ${Number(hour)}`;
  switch (timing.kind) {
    case 'workdays':
      return `${at} * * 1-5`;
    case 'weekly':
      return `${at} * * ${timing.weekday}`;
    case 'monthly':
      return `${at} ${timing.day} * *`;
    default:
      return `${at} * * *`;
  }
}

/** The fields of a schedule that say it; one that is undefined goes away. */
export const timesOf = (
  timing: Timing,
): { readonly cron: string; readonly workday_of_month: Times['workday_of_month'] } => ({
  cron: cronOf(timing),
  workday_of_month: timing.kind === 'first_workday' ? 'first' : timing.kind === 'last_workday' ? 'last' : undefined,
});

const FIRST_TIME = '08:00';

/** The same time of day on other days. */
export function withTimingKind(timing: Timing, kind: TimingKind): Timing {
  const time = timing.kind === 'cron' ? FIRST_TIME : timing.time;
  switch (kind) {
    case 'weekly':
      return { kind, time, weekday: 1 };
    case 'monthly':
      return { kind, time, day: 1 };
    case 'cron':
      return { kind, cron: cronOf(timing) };
    default:
      return { kind, time };
  }
}

export const kindName = (kind: TimingKind): string =>
  ({
    daily: t('reports.timing.daily', 'Every day'),
    workdays: t('reports.timing.workdays', 'Monday to Friday'),
    weekly: t('reports.timing.weekly', 'Every week'),
    monthly: t('reports.timing.monthly', 'Every month'),
    first_workday: t('reports.timing.first-workday', 'First working day of the month'),
    last_workday: t('reports.timing.last-workday', 'Last working day of the month'),
    cron: t('reports.timing.cron', 'As a cron expression'),
  })[kind];

/** @param weekday as cron has it: 0 is Sunday */
export const weekdayName = (weekday: number): string =>
  [
    t('reports.weekday.sunday', 'Sunday'),
    t('reports.weekday.monday', 'Monday'),
    t('reports.weekday.tuesday', 'Tuesday'),
    t('reports.weekday.wednesday', 'Wednesday'),
    t('reports.weekday.thursday', 'Thursday'),
    t('reports.weekday.friday', 'Friday'),
    t('reports.weekday.saturday', 'Saturday'),
  ][weekday] ?? '';

/** When a schedule runs, in words. */
export function timingText(timing: Timing): string {
  switch (timing.kind) {
    case 'daily':
      return t('reports.timing.daily-at', 'every day at {{- time}}', { time: timing.time });
    case 'workdays':
      return t('reports.timing.workdays-at', 'Monday to Friday at {{- time}}', { time: timing.time });
    case 'weekly':
      return t('reports.timing.weekly-at', '{{- weekday}}s at {{- time}}', {
        weekday: weekdayName(timing.weekday),
        time: timing.time,
      });
    case 'monthly':
      return t('reports.timing.monthly-at', 'on day {{- day}} of the month at {{- time}}', {
        day: timing.day,
        time: timing.time,
      });
    case 'first_workday':
      return t('reports.timing.first-workday-at', 'first working day of the month at {{- time}}', {
        time: timing.time,
      });
    case 'last_workday':
      return t('reports.timing.last-workday-at', 'last working day of the month at {{- time}}', { time: timing.time });
    case 'cron':
      return timing.cron;
  }
}
