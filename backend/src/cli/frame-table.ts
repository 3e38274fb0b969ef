import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import { tableText, type Column } from './table.js';

const numberFormat = (digits: number, isFixed = false): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: digits, minimumFractionDigits: isFixed ? digits : 0 });

const PLAIN = numberFormat(3);

/** How people read numbers of a unit: factor, format, and what stands behind. */
const UNITS: Readonly<Record<string, readonly [number, Intl.NumberFormat, string]>> = {
  percentunit: [100, numberFormat(1, true), ' %'],
  s: [1, numberFormat(1, true), ' s'],
  ms: [1, numberFormat(0), ' ms'],
};

/** Writes times to the second in a time zone, such as "2026-11-20 10:00:00". */
export function timeFormat(timezone: string): (epochMs: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  return (epochMs) => format.format(epochMs);
}

/** One value of a field as people read it; a dash where it is not known. */
function shownValue(
  value: FrameValue | undefined,
  { type, config }: FrameField,
  time: (epochMs: number) => string,
): string {
  if (value === null || value === undefined) return '-';
  if (typeof value !== 'number') return String(value);
  if (type === 'time') return time(value);
  const [factor, format, suffix] = UNITS[String(config['unit'])] ?? [1, PLAIN, ''];
  return `${format.format(value * factor)}${suffix}`;
}

function titleOf({ name, labels, config }: FrameField): string {
  const title = typeof config['displayName'] === 'string' ? config['displayName'] : name;
  const marks = Object.entries(labels ?? {}).map(([label, value]) => `${label}=${value}`);
  return marks.length === 0 ? title : `${title} {${marks.join(', ')}}`;
}

interface FrameTableOptions {
  /** IANA time zone of times. */
  readonly timezone: string;
  /** Columns of the terminal. */
  readonly width: number | undefined;
  /** Fields to show, in this order; all of them if absent. */
  readonly names?: readonly string[];
  /** Those that a narrow terminal may leave out. */
  readonly extras?: readonly string[];
}

/** A frame as a table for a terminal. */
export function frameTable(frame: Frame, { timezone, width, names, extras = [] }: FrameTableOptions): string {
  const time = timeFormat(timezone);
  const fields = frame.schema.fields.map((field, index) => ({ field, values: frame.data.values[index] ?? [] }));
  const shown = names?.flatMap((name) => fields.filter(({ field }) => field.name === name)) ?? fields;
  const columns = shown.map(({ field, values }, index): Column<number> => ({
    title: titleOf(field),
    value: (row) => shownValue(values[row], field, time),
    isNumber: field.type === 'number',
    // The first column says what a row is about.
    isLong: field.type === 'string' && index > 0 && field.name !== 'call_id',
    isExtra: extras.includes(field.name),
  }));
  return tableText([...(frame.data.values[0] ?? []).keys()], columns, width);
}

/** The rows of a frame as objects, by the names of its fields; times are RFC 3339. */
export const frameRows = ({ schema, data }: Frame): Record<string, FrameValue>[] =>
  [...(data.values[0] ?? []).keys()].map((row) =>
    Object.fromEntries(
      schema.fields.map(({ name, type }, index) => {
        const value = data.values[index]?.[row] ?? null;
        return [name, type === 'time' && typeof value === 'number' ? new Date(value).toISOString() : value];
      }),
    ),
  );
