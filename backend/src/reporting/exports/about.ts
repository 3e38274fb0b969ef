import type { ExportDescription } from './export-plan.js';
import { timeText } from '../formats/plain-text.js';
import { SHEET_ROWS } from '../formats/xlsx/sheet.js';
import { MAX_CELL_TEXT } from '../formats/xlsx/cell-text.js';

/** Counts behind a file. */
export interface ExportCounts {
  readonly rows: number;
  readonly cutTexts: number;
}

const count = (value: number): string => value.toLocaleString('en-US');

/** Limits that were hit, in words. An export has no limit of rows: what a format cannot hold is divided, or cut. */
export function limitsOf({ format }: ExportDescription, { rows, cutTexts }: ExportCounts): string[] {
  if (format !== 'xlsx') return [];
  const limits: string[] = [];
  if (rows >= SHEET_ROWS)
    limits.push(`a sheet has ${count(SHEET_ROWS)} rows at the most; the rows go on in further sheets`);
  if (cutTexts > 0)
    limits.push(
      `${count(cutTexts)} texts were longer than the ${count(MAX_CELL_TEXT)} characters of a cell, and were cut`,
    );
  return limits;
}

/** What there is to know about a file, for people. */
export function aboutLines(
  description: ExportDescription,
  counts: ExportCounts,
  version: string,
): readonly (readonly [string, string])[] {
  const { title, range, timezone, filters, at, definitions } = description;
  const limits = limitsOf(description, counts);
  return [
    ['Export', title],
    ['From', timeText(range.from, timezone)],
    ['To (excluded)', timeText(range.to, timezone)],
    ['Time zone', `${timezone}; columns of times stand in this zone, and beside it in UTC`],
    ['Filters', filters],
    ['Rows', count(counts.rows)],
    ['Limits hit', limits.length === 0 ? 'none' : limits.join('; ')],
    ['Generated', timeText(at * 1_000, timezone)],
    ['Callsight', version],
    ...Object.entries(definitions).map(([name, text]): [string, string] => [name, text]),
  ];
}

/** The same for programs, by keys that stay. */
export const metadataOf = (
  { what, range, timezone, filters, at, definitions }: ExportDescription,
  version: string,
): Record<string, string> => ({
  what,
  from: timeText(range.from, 'UTC').replace('+00:00', 'Z'),
  to: timeText(range.to, 'UTC').replace('+00:00', 'Z'),
  zone: timezone,
  filters,
  definitions: JSON.stringify(definitions),
  generated: new Date(at).toISOString(),
  version,
});
