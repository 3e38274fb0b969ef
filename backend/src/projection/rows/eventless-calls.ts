import type { DuckDBConnection } from '@duckdb/node-api';
import { attributeColumn, type AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { Attribute, CallRow, TurnRow } from '../fold/call-row.js';
import { appendRows, type Cell } from '../../storage/duckdb/append.js';
import type { Column } from '../../storage/tables/column.js';
import { CALL_COLUMNS, TURN_COLUMNS } from '../../storage/tables/columns.js';

/** A call, named. */
export interface CallRef {
  readonly tenant: string;
  readonly call_id: string;
}

/** A call whose events are not here, with what is known of it. */
export interface EventlessCall {
  readonly call: CallRow;
  readonly turns: readonly TurnRow[];
}

const ASKED: readonly Column[] = [
  { name: 'tenant', type: 'text' },
  { name: 'call_id', type: 'text' },
];

export async function ask(writer: DuckDBConnection, calls: readonly CallRef[]): Promise<void> {
  await writer.run('CREATE OR REPLACE TEMP TABLE asked_calls (tenant VARCHAR, call_id VARCHAR)');
  await appendRows(writer, 'asked_calls', ASKED, [({ tenant }) => tenant, ({ call_id }) => call_id], calls);
}

export type Row = Readonly<Record<string, Cell>>;

export async function rowsOf(writer: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await writer.runAndReadAll(sql);
  return reader.getRowObjectsJS() as Row[];
}

/** Times are numbers in rows, money is exact. */
function toValue(value: Cell, { type }: Column): unknown {
  if (value === null) return null;
  if (type === 'json') return JSON.parse(String(value)) as unknown;
  return type === 'micros' ? Number(value) : value;
}

/** A row as it was folded, from the columns of its table. */
export const foldedRow = (row: Row, columns: readonly Column[]): Record<string, unknown> =>
  Object.fromEntries(columns.map((column) => [column.name, toValue(row[column.name] ?? null, column)]));

function callOf(row: Row, attributes: readonly AttributeDeclaration[]): CallRow {
  const entries = attributes.flatMap(({ name }) => {
    const value = row[attributeColumn(name)] ?? null;
    return value === null ? [] : [[name, value as Attribute] as const];
  });
  const { topics, steps, ...folded } = foldedRow(row, CALL_COLUMNS);
  return {
    ...folded,
    topics: topics ?? [],
    steps: steps ?? {},
    attributes: Object.fromEntries(entries),
  } as unknown as CallRow;
}

const keyOf = (row: Row): string => `${String(row['tenant'])}\u0000${String(row['call_id'])}`;

/** Whether there is any call whose events are not here. */
export async function hasEventless(writer: DuckDBConnection): Promise<boolean> {
  return (await rowsOf(writer, 'SELECT 1 AS found FROM calls WHERE eventless LIMIT 1')).length > 0;
}

/** Those of some calls whose rows are there and whose events are not. */
export async function readEventless(
  writer: DuckDBConnection,
  calls: readonly CallRef[],
  attributes: readonly AttributeDeclaration[],
): Promise<EventlessCall[]> {
  await ask(writer, calls);
  const found = await rowsOf(
    writer,
    `SELECT * REPLACE (replace(caller::VARCHAR, '-', '') AS caller) FROM calls SEMI JOIN asked_calls USING (tenant, call_id)
     WHERE eventless`,
  );
  if (found.length === 0) return [];
  const turns = new Map<string, TurnRow[]>();
  const starts = found.map((row) => Number(row['started_at']));
  const rows = await rowsOf(
    writer,
    `SELECT turns.* FROM turns SEMI JOIN asked_calls USING (tenant, call_id)
     WHERE call_started_at BETWEEN ${Math.min(...starts)} AND ${Math.max(...starts)} ORDER BY turns."index"`,
  );
  for (const row of rows) {
    const own = turns.get(keyOf(row)) ?? [];
    own.push(foldedRow(row, TURN_COLUMNS) as unknown as TurnRow);
    turns.set(keyOf(row), own);
  }
  return found.map((row) => ({ call: callOf(row, attributes), turns: turns.get(keyOf(row)) ?? [] }));
}

/** Notes that the events of some calls are here, or are not any more. */
export async function markEventless(
  writer: DuckDBConnection,
  calls: readonly CallRef[],
  eventless: boolean,
): Promise<void> {
  await ask(writer, calls);
  await writer.run(`
    UPDATE calls SET eventless = ${eventless} FROM asked_calls AS asked
    WHERE calls.tenant = asked.tenant AND calls.call_id = asked.call_id`);
}
