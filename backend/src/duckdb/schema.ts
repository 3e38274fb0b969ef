import type { AttributeDeclaration } from '../catalogue/attribute.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  APPOINTMENT_COLUMNS,
  APPOINTMENT_LINK_COLUMN,
  attributeColumns,
  CALL_COLUMNS,
  EVENTLESS_COLUMN,
  HISTORY_COLUMNS,
  LINK_COLUMNS,
  PAYMENT_COLUMNS,
  RECORD_COLUMNS,
  SAMPLE_COLUMNS,
  SQL_TYPES,
  TURN_CALL_COLUMNS,
  TURN_COLUMNS,
  TURN_HISTORY_COLUMNS,
  type Column,
} from './columns.js';

export interface Tables {
  readonly calls: readonly Column[];
  readonly turns: readonly Column[];
  readonly samples: readonly Column[];
  readonly appointments: readonly Column[];
  readonly payments: readonly Column[];
}

export function tablesFor(attributes: readonly AttributeDeclaration[]): Tables {
  const custom = attributeColumns(attributes);
  return {
    calls: [...CALL_COLUMNS, ...HISTORY_COLUMNS, ...RECORD_COLUMNS, EVENTLESS_COLUMN, ...custom],
    turns: [...TURN_COLUMNS, ...TURN_CALL_COLUMNS, ...TURN_HISTORY_COLUMNS, ...custom],
    samples: [...SAMPLE_COLUMNS, ...RECORD_COLUMNS],
    appointments: [...APPOINTMENT_COLUMNS, ...LINK_COLUMNS, ...RECORD_COLUMNS, EVENTLESS_COLUMN],
    payments: [...PAYMENT_COLUMNS, ...LINK_COLUMNS, APPOINTMENT_LINK_COLUMN, ...RECORD_COLUMNS, EVENTLESS_COLUMN],
  };
}

const definition = ({ name, type }: Column): string => `"${name}" ${SQL_TYPES[type]}`;

async function createTable(connection: DuckDBConnection, name: string, columns: readonly Column[]): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${name} (${columns.map(definition).join(', ')})`);
  // An attribute that the configuration names anew is a column added to the table that is there.
  for (const column of columns) {
    await connection.run(`ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS ${definition(column)}`);
  }
}

/** Version of the tables; those of another one are built anew from the ledger or the record. */
const VERSION = '3';

async function dropOutdated(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS meta (name VARCHAR, value VARCHAR)');
  const reader = await connection.runAndReadAll("SELECT value FROM meta WHERE name = 'version'");
  if (reader.getRows()[0]?.[0] === VERSION) return;
  for (const table of ['calls', 'turns', 'samples', 'appointments', 'payments'])
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  await connection.run('DELETE FROM meta');
  await connection.run(`INSERT INTO meta VALUES ('version', '${VERSION}')`);
}

/** Tables beside the rows: what the record still lacks (cells of KPI series, points to delete), and what was observed. */
const OTHERS = [
  'kpi_dirty (grain VARCHAR, tenant VARCHAR, minute BIGINT, d0 VARCHAR, d1 VARCHAR, d2 VARCHAR, change BIGINT)',
  'retractions (tenant VARCHAR, measurement VARCHAR, anchor BIGINT, id VARCHAR, change BIGINT)',
  'pipeline (tenant VARCHAR, happened_at BIGINT, accepted BIGINT, duplicates BIGINT, quarantined BIGINT, lag DOUBLE, pending BIGINT)',
  'dead_letters (id VARCHAR, refused_at BIGINT, measurement VARCHAR, tenant VARCHAR, row_id VARCHAR, anchor BIGINT, reason VARCHAR)',
];

/** Creates what is missing. Neither primary key nor index: replacing by key costs a seventh of the speed at 10M rows. */
export async function createTables(connection: DuckDBConnection, tables: Tables): Promise<void> {
  await dropOutdated(connection);
  await createTable(connection, 'calls', tables.calls);
  await createTable(connection, 'turns', tables.turns);
  await createTable(connection, 'samples', tables.samples);
  await createTable(connection, 'appointments', tables.appointments);
  await createTable(connection, 'payments', tables.payments);
  for (const table of OTHERS) await connection.run(`CREATE TABLE IF NOT EXISTS ${table}`);
}

/** Staging tables live on the connection that writes. A caller is text there and becomes a UUID on its way in. */
export async function createStages(
  connection: DuckDBConnection,
  stages: Readonly<Record<string, readonly Column[]>>,
): Promise<void> {
  for (const [name, columns] of Object.entries(stages)) {
    const staged = columns.map(
      ({ name: column, type }) => `"${column}" ${type === 'caller' ? 'VARCHAR' : SQL_TYPES[type]}`,
    );
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} (${staged.join(', ')})`);
  }
}
