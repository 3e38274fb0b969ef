import type { ExportFormat } from '@callsight/contract/exports';
import { zoned } from '../../lib/time/zone.js';
import type { ExportDescription } from './export-plan.js';

export const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
};

/** Name of a file: what it holds, and its first and last day in its zone, such as `calls_2026-03-01_2026-03-31.csv`. */
export function fileName({ what, range, timezone, format }: ExportDescription): string {
  const day = (micros: number): string => zoned(micros, timezone).toPlainDate().toString();
  return `${what}_${day(range.from)}_${day(range.to - 1)}.${format}`;
}
