import type { AttributeDeclaration } from '../catalogue/attribute.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  attributeColumns,
  CALL_COLUMNS,
  HISTORY_COLUMNS,
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
}

export function tablesFor(attributes: readonly AttributeDeclaration[]): Tables {
  const custom = attributeColumns(attributes);
  return {
    calls: [...CALL_COLUMNS, ...HISTORY_COLUMNS, ...custom],
    turns: [...TURN_COLUMNS, ...TURN_CALL_COLUMNS, ...TURN_HISTORY_COLUMNS, ...custom],
    samples: SAMPLE_COLUMNS,
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

/** Creates what is missing. Neither primary key nor index: replacing by key costs a seventh of the speed at 10M rows. */
export async function createTables(connection: DuckDBConnection, tables: Tables): Promise<void> {
  await createTable(connection, 'calls', tables.calls);
  await createTable(connection, 'turns', tables.turns);
  await createTable(connection, 'samples', tables.samples);
  await connection.run('CREATE TABLE IF NOT EXISTS meta (name VARCHAR, value VARCHAR)');
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
