import { t } from '@grafana/i18n';
import { dateTimeFormat } from '@grafana/data';

const DAY_MS = 86_400_000;

/** A time as `Mon 23 Nov 2026 08:00`. @param timezone IANA zone; that of the user without one */
export const timeText = (at: string | number, timezone?: string): string =>
  dateTimeFormat(at, { format: 'ddd D MMM YYYY HH:mm', ...(timezone === undefined ? {} : { timeZone: timezone }) });

/** A period of whole days as `23 – 29 Nov 2026`; another one with its times. */
export function periodText({ from, to }: { readonly from: string; readonly to: string }, timezone: string): string {
  const text = (at: number, format: string): string => dateTimeFormat(at, { format, timeZone: timezone });
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const isWhole = [begin, end].every((at) => text(at, 'HH:mm') === '00:00');
  if (!isWhole) return `${text(begin, 'D MMM YYYY HH:mm')} – ${text(end, 'D MMM YYYY HH:mm')}`;
  // The end is not part of the period.
  const last = end - 1;
  const lastText = text(last, 'D MMM YYYY');
  if (end - begin < 1.5 * DAY_MS) return lastText;
  if (text(begin, 'YYYY-MM') === text(last, 'YYYY-MM')) return `${text(begin, 'D')} – ${lastText}`;
  const isSameYear = text(begin, 'YYYY') === text(last, 'YYYY');
  return `${text(begin, isSameYear ? 'D MMM' : 'D MMM YYYY')} – ${lastText}`;
}

/** Sizes of files, as people read them. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return t('reports.size.bytes', '{{- number}} B', { number: bytes });
  if (bytes < 1_000_000) return t('reports.size.kilobytes', '{{- number}} KB', { number: Math.round(bytes / 1_000) });
  return t('reports.size.megabytes', '{{- number}} MB', { number: (bytes / 1_000_000).toFixed(1) });
}

/** Seconds as `40 s`, `12 min` or `3 h`. */
export function lengthText(seconds: number): string {
  if (seconds < 90) return t('reports.length.seconds', '{{- number}} s', { number: Math.round(seconds) });
  if (seconds < 5_400) return t('reports.length.minutes', '{{- number}} min', { number: Math.round(seconds / 60) });
  return t('reports.length.hours', '{{- number}} h', { number: Math.round(seconds / 3_600) });
}
