import type { AttributeDeclaration } from '../catalogue/attribute.js';
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
