import type { AttributeDeclaration } from '../tables/attribute.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import { kindOf, type Column } from '../tables/column.js';
import {
  attributeColumns,
  BUSINESS_CALL_COLUMNS,
  CALL_COLUMNS,
  EVENTLESS_COLUMN,
  HISTORY_COLUMNS,
  JOURNEY_COLUMNS,
  RECORD_COLUMNS,
  TURN_CALL_COLUMNS,
  TURN_COLUMNS,
  TURN_HISTORY_COLUMNS,
} from '../tables/columns.js';
import { ALL_PLAIN, type PlainTable, type PlainTableName } from '../tables/plain-tables.js';

export type Tables = Readonly<Record<'calls' | 'turns' | PlainTableName, readonly Column[]>>;

export function tablesFor(attributes: readonly AttributeDeclaration[]): Tables {
  const custom = attributeColumns(attributes);
  const plain = ({ folded, linked }: PlainTable): readonly Column[] => [
    ...folded,
    ...linked,
    ...RECORD_COLUMNS,
    ...(linked.length === 0 ? [] : [EVENTLESS_COLUMN, ...BUSINESS_CALL_COLUMNS, ...custom]),
  ];
  return {
    calls: [...CALL_COLUMNS, ...HISTORY_COLUMNS, ...RECORD_COLUMNS, EVENTLESS_COLUMN, ...custom, ...JOURNEY_COLUMNS],
    turns: [...TURN_COLUMNS, ...TURN_CALL_COLUMNS, ...TURN_HISTORY_COLUMNS, ...custom],
    ...(Object.fromEntries(ALL_PLAIN.map((table) => [table.name, plain(table)])) as Pick<Tables, PlainTableName>),
  };
}

const definition = ({ name, type }: Column): string => `"${name}" ${kindOf(type).sql}`;

async function createTable(connection: DuckDBConnection, name: string, columns: readonly Column[]): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${name} (${columns.map(definition).join(', ')})`);
  // An attribute that the configuration names anew is a column added to the table that is there.
  for (const column of columns) {
    await connection.run(`ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS ${definition(column)}`);
  }
}

/** Version of the tables. */
const VERSION = '5';

/** What makes the tables of a version those of the next one, by the earlier version. */
const MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '4': [
    'ALTER TABLE appointments RENAME COLUMN told_call_id TO reported_call_id',
    'ALTER TABLE payments RENAME COLUMN told_call_id TO reported_call_id',
    'ALTER TABLE payments RENAME COLUMN told_appointment_id TO reported_appointment_id',
    'ALTER TABLE payments RENAME COLUMN told_reference TO reported_reference',
  ],
};

async function versionOf(connection: DuckDBConnection): Promise<unknown> {
  const reader = await connection.runAndReadAll("SELECT value FROM meta WHERE name = 'version'");
  return reader.getRows()[0]?.[0];
}

async function migrate(connection: DuckDBConnection, from: string, statements: readonly string[]): Promise<void> {
  await connection.run('BEGIN');
  for (const statement of statements) await connection.run(statement);
  await connection.run(`UPDATE meta SET value = '${Number(from) + 1}' WHERE name = 'version'`);
  await connection.run('COMMIT');
}

/** Tables of a version that no migration leads on from are built anew, from the ledger or the record. */
async function bringUpToDate(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS meta (name VARCHAR, value VARCHAR)');
  let version = await versionOf(connection);
  for (let statements = MIGRATIONS[String(version)]; statements; statements = MIGRATIONS[String(version)]) {
    await migrate(connection, String(version), statements);
    version = await versionOf(connection);
  }
  if (version === VERSION) return;
  for (const table of ['calls', 'turns', 'step_slots', ...ALL_PLAIN.map(({ name }) => name)])
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  await connection.run('DELETE FROM meta');
  await connection.run(`INSERT INTO meta VALUES ('version', '${VERSION}')`);
}

/**
 * Tables beside the rows: what the record still lacks (cells of KPI series, points to delete), what was observed, how
 * late calls become known, in which column of calls a step stands, and digests of the words of transcripts.
 */
const OTHERS = [
  'kpi_dirty (grain VARCHAR, tenant VARCHAR, minute BIGINT, d0 VARCHAR, d1 VARCHAR, d2 VARCHAR, change BIGINT)',
  'retractions (tenant VARCHAR, measurement VARCHAR, anchor BIGINT, id VARCHAR, change BIGINT)',
  'pipeline (tenant VARCHAR, happened_at BIGINT, accepted BIGINT, duplicates BIGINT, quarantined BIGINT, lag DOUBLE, pending BIGINT)',
  'arrivals (tenant VARCHAR, provider VARCHAR, day BIGINT, age INTEGER, calls BIGINT)',
  'step_slots (tenant VARCHAR, step VARCHAR, slot INTEGER)',
  'transcript_words (tenant VARCHAR, call_id VARCHAR, started_at BIGINT, words UINTEGER[])',
  'dead_letters (id VARCHAR, refused_at BIGINT, measurement VARCHAR, tenant VARCHAR, row_id VARCHAR, anchor BIGINT, reason VARCHAR)',
];

/** Creates what is missing. Neither primary key nor index: replacing by key costs a seventh of the speed at 10M rows. */
export async function createTables(connection: DuckDBConnection, tables: Tables): Promise<void> {
  await bringUpToDate(connection);
  for (const [name, columns] of Object.entries(tables)) await createTable(connection, name, columns);
  for (const table of OTHERS) await connection.run(`CREATE TABLE IF NOT EXISTS ${table}`);
}

/** Staging tables live on the connection that writes. A caller is text there and becomes a UUID on its way in. */
export async function createStages(
  connection: DuckDBConnection,
  stages: Readonly<Record<string, readonly Column[]>>,
): Promise<void> {
  for (const [name, columns] of Object.entries(stages)) {
    const staged = columns.map(({ name: column, type }) => `"${column}" ${kindOf(type).staged}`);
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} (${staged.join(', ')})`);
  }
}
