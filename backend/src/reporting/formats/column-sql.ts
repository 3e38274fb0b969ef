import type { OffsetSpan } from '../../lib/time/zone.js';
import { offsetText } from './plain-text.js';

/** Pieces of SQL that the text formats share. Each takes SQL of a value, which may be null, and gives text or null. */

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A double, as `numberText` writes it. */
export const numberSql = (value: string): string =>
  `CASE WHEN NOT isfinite(${value}) THEN NULL WHEN ${value} = trunc(${value}) AND abs(${value}) < 1e15` +
  ` THEN ${value}::BIGINT::VARCHAR ELSE ${value}::VARCHAR END`;

/**
 * A whole number of the smallest unit as a decimal of the large one, as `decimalText` writes it. What has so few digits that
 * the nearest double is written with them goes that way, which takes half the time.
 */
export function decimalSql(value: string, scale: number): string {
  const unit = 10 ** scale;
  const [least, most] = [unit / 10_000, 999_999_999_999_999];
  const isShort = `${value} BETWEEN ${least} AND ${most} OR ${value} BETWEEN -${most} AND -${least}`;
  const exact = `rtrim(rtrim((${exactSql(value, scale)})::VARCHAR, '0'), '.')`;
  const short = `CASE WHEN ${value} % ${unit} = 0 THEN (${value} // ${unit})::VARCHAR ELSE (${value} / ${unit})::VARCHAR END`;
  return `CASE WHEN ${value} = 0 THEN '0' WHEN ${isShort} THEN ${short} ELSE ${exact} END`;
}

/** The same as a DECIMAL, exact for every BIGINT. */
export const exactSql = (value: string, scale: number): string =>
  `${value}::DECIMAL(19, 0) * 0.${'1'.padStart(scale, '0')}::DECIMAL(${scale}, ${scale})`;

/** One value for each span of a zone, chosen by a time; the latest spans first, for most rows are young. */
function bySpan(time: string, spans: readonly OffsetSpan[], valueOf: (span: OffsetSpan) => string): string {
  const [first, ...later] = spans;
  if (first === undefined) return '0';
  if (later.length === 0) return valueOf(first);
  const cases = later.toReversed().map((span) => `WHEN ${time} >= ${span.from} THEN ${valueOf(span)}`);
  return `CASE ${cases.join(' ')} ELSE ${valueOf(first)} END`;
}

/** Wall time of an instant, in microseconds. @param spans those of its zone while the instants of the column lie */
export const wallSql = (time: string, spans: readonly OffsetSpan[]): string =>
  `(${time} + ${bySpan(time, spans, ({ offset }) => String(offset))})`;

/** An instant as `timeText` writes it. */
export const timeSql = (time: string, spans: readonly OffsetSpan[]): string =>
  `replace(make_timestamp(${wallSql(time, spans)})::VARCHAR, ' ', 'T') || ${bySpan(time, spans, ({ offset }) => `'${offsetText(offset)}'`)}`;
