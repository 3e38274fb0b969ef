import { t } from '@grafana/i18n';
import type { CalendarDay } from '@callsight/contract/monitoring/calendar';

const LINE = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:–|\.\.|to)\s*(\d{4}-\d{2}-\d{2}))?\s+(\S.*)$/;

/** Whether a text is a day that exists, such as 2028-02-29. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Days as lines of text, one a line: `2026-12-24 – 2026-12-26 Christmas`. */
export const daysText = (days: readonly CalendarDay[]): string =>
  days.map(({ date, from, to, title }) => `${date ?? `${from ?? ''} – ${to ?? ''}`} ${title}`).join('\n');

export type ReadDays =
  | { readonly days: CalendarDay[] }
  /** In words, with the number of the line. */
  | { readonly error: string };

function readLine(text: string): CalendarDay | undefined {
  const [, first, last, title] = LINE.exec(text) ?? [];
  if (first === undefined || title === undefined || !isDay(first)) return undefined;
  if (last === undefined) return { date: first, title };
  return isDay(last) && last >= first ? { from: first, to: last, title } : undefined;
}

/** Reads days that were typed or pasted. Empty lines count for nothing. */
export function readDays(text: string): ReadDays {
  const days: CalendarDay[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const day = readLine(line.trim());
    if (day === undefined) {
      return {
        error: t(
          'alerts.days.invalid',
          'Line {{- line}}: a day and what it is, such as “2026-12-25 Christmas Day” or “2026-12-24 – 2027-01-01 Closed”',
          { line: index + 1 },
        ),
      };
    }
    days.push(day);
  }
  return { days };
}
