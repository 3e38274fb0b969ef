import { dateTimeFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time in the units that people use for it; milliseconds. */
export function lengthText(length: number): string {
  const minutes = Math.round(length / MINUTE_MS);
  if (minutes < 1) return t('alerts.length.seconds', '{{- seconds}} s', { seconds: Math.round(length / 1_000) });
  if (minutes < 60) return t('alerts.length.minutes', '{{- minutes}} min', { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 === 0 || hours >= 10
      ? t('alerts.length.hours', '{{- hours}} h', { hours })
      : t('alerts.length.hours-minutes', '{{- hours}} h {{- minutes}} min', { hours, minutes: minutes % 60 });
  }
  return t('alerts.length.days', '{{- days}} days', { days: Math.round(length / DAY_MS) });
}

/** A time of today as `13:52`, another one with its day; in the time zone of the user. */
export function timeText(at: number, now: number): string {
  const day = (time: number): string => dateTimeFormat(time, { format: 'YYYY-MM-DD' });
  if (day(at) === day(now)) return dateTimeFormat(at, { format: 'HH:mm' });
  return dateTimeFormat(at, { format: Math.abs(now - at) < 300 * DAY_MS ? 'ddd D MMM HH:mm' : 'D MMM YYYY HH:mm' });
}

/** A day, such as `Mon 30 Nov`. */
export const dayText = (at: number): string => dateTimeFormat(at, { format: 'ddd D MMM' });
