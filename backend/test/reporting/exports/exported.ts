import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import type { TestService } from '../../support/service/test-service.js';
import { TEST_KEY } from '../../support/service/service-under-test.js';

const run = promisify(execFile);

/** Debian's, which scripts/office.mjs installs. */
const PYTHON = '/usr/bin/python3';
const OFFICE = '/usr/bin/soffice';
const READER = join(__dirname, 'read-file.py');
const MAX_OUTPUT = 256 << 20;

export interface Exported {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly trailers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Of a refusal. */
  readonly error: { readonly code: string; readonly message: string; readonly suggestions?: readonly string[] };
}

/** Asks for an export over the API. */
export async function exported(service: TestService, format: string, body: object, key = TEST_KEY): Promise<Exported> {
  const reply = await service.app.inject({
    method: 'POST',
    url: `/v1/exports?format=${format}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });
  const error = reply.statusCode < 300 ? {} : (JSON.parse(reply.body) as { error: object }).error;
  return {
    status: reply.statusCode,
    headers: reply.headers,
    trailers: reply.trailers,
    bytes: reply.rawPayload,
    error: error as Exported['error'],
  };
}

/** A cell as openpyxl reads it. */
interface SheetCell {
  readonly value: string | number | boolean;
  readonly format: string;
  readonly type: string;
}

export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly (SheetCell | null)[])[];
  readonly frozen: string | null;
  readonly filter: string | null;
  readonly titles: string | null;
  readonly orientation: string | null;
  readonly fitToWidth: number | null;
  readonly fitToHeight: number | null;
  readonly widths: Readonly<Record<string, number>>;
  /** Kinds of its native charts. */
  readonly charts: readonly string[];
}

/** Does something with a file of these bytes. */
async function withFile<T>(name: string, bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-exported-'));
  try {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function python(path: string): Promise<unknown> {
  const { stdout } = await run(PYTHON, [READER, path], { maxBuffer: MAX_OUTPUT });
  return JSON.parse(stdout) as unknown;
}

/** Rows of a CSV file as Python's csv module reads them. */
export const csvRows = (bytes: Uint8Array): Promise<string[][]> =>
  withFile('file.csv', bytes, async (path) => (await python(path)) as string[][]);

/** Sheets of a workbook as openpyxl reads them. */
export const sheetsOf = (bytes: Uint8Array): Promise<Sheet[]> =>
  withFile('file.xlsx', bytes, async (path) => (await python(path)) as Sheet[]);

/** A sheet as LibreOffice shows it: text of every cell as it is formatted. @param sheet counted from 1 */
export const shownIn = (bytes: Uint8Array, sheet: number): Promise<string[][]> =>
  withFile('file.xlsx', bytes, async (path) => {
    const folder = join(path, '..');
    const filter = `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,${sheet}`;
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    await run(OFFICE, ['--headless', '--norestore', profile, '--convert-to', filter, '--outdir', folder, path]);
    const { stdout } = await run('ls', [folder]);
    const name = stdout.split('\n').find((one) => one.endsWith('.csv'));
    if (name === undefined) throw new Error('LibreOffice could not read the workbook');
    return csvRows(await readFile(join(folder, name)));
  });

/** What DuckDB reads in a Parquet file. @param sql with `FILE` for it */
export const parquetRows = (bytes: Uint8Array, sql: string): Promise<Record<string, unknown>[]> =>
  withFile('file.parquet', bytes, async (path) => {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(sql.replaceAll('FILE', `'${path}'`));
      return reader.getRowObjects();
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
