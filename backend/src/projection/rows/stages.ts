import type { DuckDBConnection } from '@duckdb/node-api';
import { appendRows } from '../../storage/duckdb/append.js';
import { BUSINESS_STAGES } from './business-rows.js';
import type { Column } from '../../storage/tables/column.js';
import { RECORD_COLUMNS, SAMPLE_COLUMNS, TOUCH_COLUMNS, TURN_COLUMNS } from '../../storage/tables/columns.js';
import { plainReaders, unplaced } from './row-readers.js';

/** Rows that are to go. */
const REMOVED_COLUMNS: readonly Column[] = [
  { name: 'tenant', type: 'text' },
  { name: 'measurement', type: 'text' },
  { name: 'anchor', type: 'micros' },
  { name: 'id', type: 'text' },
];

/** Tables in which rows wait to take the place of others, with their columns. */
export const stagesOf = (callColumns: readonly Column[]): Readonly<Record<string, readonly Column[]>> => ({
  stage_calls: [...callColumns, ...RECORD_COLUMNS],
  stage_turns: TURN_COLUMNS,
  stage_samples: [...SAMPLE_COLUMNS, ...RECORD_COLUMNS],
  stage_touches: [...TOUCH_COLUMNS, ...RECORD_COLUMNS],
  stage_removed: REMOVED_COLUMNS,
  ...BUSINESS_STAGES,
});

export const STAGES: readonly string[] = Object.keys(stagesOf([]));

/** Fills the stage of rows that stand for themselves. */
export function appendPlain(
  writer: DuckDBConnection,
  stage: string,
  columns: readonly Column[],
  rows: readonly { readonly anchor: number }[],
): Promise<void> {
  return appendRows(writer, stage, [...columns, ...RECORD_COLUMNS], [...plainReaders(columns), ...unplaced], rows);
}
