import type { AttributeDeclaration } from '../tables/attribute.js';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { createTables, tablesFor, type Tables } from './schema.js';

export interface DatabaseOptions {
  readonly file: string;
  /** Such as "2GB". */
  readonly memoryLimit: string;
  readonly threads: number;
  readonly attributes: readonly AttributeDeclaration[];
}

/** The embedded DuckDB: one connection writes, a few read, each on its own snapshot. */
export interface Database {
  readonly tables: Tables;
  readonly writer: DuckDBConnection;
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

export async function openDatabase({ file, memoryLimit, threads, attributes }: DatabaseOptions): Promise<Database> {
  const instance = await DuckDBInstance.create(file, {
    memory_limit: memoryLimit,
    threads: String(threads),
    // The write-ahead log is folded into the file in larger steps: each step stalls the writer.
    checkpoint_threshold: '128MB',
    // Queries are built from the catalogue, and no query has any business outside this file.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const writer = await instance.connect();
  const tables = tablesFor(attributes);
  await createTables(writer, tables);
  return {
    tables,
    writer,
    connect: () => instance.connect(),
    close: () => {
      writer.closeSync();
      instance.closeSync();
    },
  };
}

/** How far a database is: whether its rows have been built, and the number of the last change that it holds, 0 when none was noted. */
export async function progressOf({ writer }: Database): Promise<{ isBuilt: boolean; change: number }> {
  const reader = await writer.runAndReadAll("SELECT name, value FROM meta WHERE name IN ('built', 'change')");
  const notes = new Map(reader.getRows().map(([name, value]) => [String(name), String(value)]));
  return { isBuilt: notes.has('built'), change: Number(notes.get('change') ?? 0) };
}

/** Reads every value, and with it every block, whose checksum DuckDB compares then. @throws for a database that is damaged */
export async function readWhole({ writer }: Pick<Database, 'writer'>): Promise<void> {
  const tables = await writer.runAndReadAll('SELECT table_name FROM duckdb_tables() WHERE NOT temporary');
  for (const [table] of tables.getRows()) await writer.run(`SELECT bit_xor(hash(t)) FROM "${String(table)}" AS t`);
}
