import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Snapshot } from '../../storage/duckdb/snapshot.js';
import { metadataOf, type ExportCounts } from './about.js';
import { copyParquetSql, copyRowsSql } from './copy-sql.js';
import type { ExportPlan, FramesPlan, RowsPlan } from './export-plan.js';
import { countRows, slicesOf, surveyRows, type Survey } from './survey.js';
import { WriterProcess } from './writer/writer-process.js';
import type { WriterOutput, WriterStart } from './writer/writer-messages.js';

/** What the writing of files needs of the service. */
export interface ExportSurroundings {
  readonly connect: () => Promise<DuckDBConnection>;
  /** Where pipes are made. */
  readonly folder: string;
  readonly version: string;
}

export interface ExportRun {
  readonly plan: ExportPlan;
  readonly output: WriterOutput;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Told once, when the rows are known and the file has begun. */
  readonly onStarted: (counts: ExportCounts, writer: WriterProcess) => void;
  /** Told of rows that the database has given so far. */
  readonly onProgress: (rows: number) => void;
}

/**
 * Writes one file.
 * @returns bytes of it, when they are written
 * @throws QueryStopped, ExportFailed, DuckDbError
 */
export function runExport(surroundings: ExportSurroundings, run: ExportRun): Promise<number> {
  return run.plan.kind === 'rows' ? exportRows(surroundings, run, run.plan) : exportFrames(surroundings, run, run.plan);
}

/** Rows that a plan would have now. */
export async function rowsOf({ connect }: ExportSurroundings, plan: RowsPlan, signal: AbortSignal): Promise<number> {
  const snapshot = await Snapshot.open(connect, signal);
  try {
    return await countRows(plan, snapshot);
  } finally {
    snapshot.close();
  }
}

async function exportFrames({ version }: ExportSurroundings, run: ExportRun, plan: FramesPlan): Promise<number> {
  const { description, currencies, rows, tables } = plan;
  const counts = { rows, cutTexts: 0 };
  const start = { description, counts, currencies, version, source: { kind: 'tables' }, output: run.output } as const;
  const writer = new WriterProcess(start, tables);
  return stoppable(writer, run.signal, async () => {
    run.onStarted(counts, writer);
    const bytes = await writer.done;
    run.onProgress(rows);
    return bytes;
  });
}

/** Ends the writer with the signal, and when the work has failed. */
async function stoppable<T>(writer: WriterProcess, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const stop = (): void => writer.stop();
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    stop();
    // A pipe that nobody reads any more is what a writer that gave up leaves; why it did is the reason.
    await writer.done.catch(() => undefined);
    throw writer.failure ?? error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function exportRows(surroundings: ExportSurroundings, run: ExportRun, plan: RowsPlan): Promise<number> {
  const { connect, folder, version } = surroundings;
  const snapshot = await Snapshot.open(connect, run.signal);
  const path = join(folder, `${randomBytes(8).toString('hex')}.pipe`);
  try {
    const survey = await surveyRows(plan, snapshot);
    const { rows, cutTexts, currencies, longest } = survey;
    const counts = { rows, cutTexts };
    const { description, columns } = plan;
    const source = { kind: 'pipe', path, columns: columns.map(plain), longest } as const;
    const start: WriterStart = { description, counts, currencies, version, source, output: run.output };
    const writer = new WriterProcess(start);
    return await stoppable(writer, run.signal, async () => {
      run.onStarted(counts, writer);
      await writer.ready;
      await writeRows({ plan, survey, snapshot, path, version, writer }, run);
      return writer.done;
    });
  } finally {
    snapshot.close();
    await rm(path, { force: true });
  }
}

const plain = ({ name, title, type }: RowsPlan['columns'][number]) => ({ name, title, type });

interface RowsWork {
  readonly plan: RowsPlan;
  readonly survey: Survey;
  readonly snapshot: Snapshot;
  readonly path: string;
  readonly version: string;
  readonly writer: WriterProcess;
}

async function writeRows({ plan, survey, snapshot, path, version, writer }: RowsWork, run: ExportRun): Promise<void> {
  // Held open, so that the writer sees no end between two statements.
  const held = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    let rows = 0;
    const copy = async (sql: string): Promise<void> => {
      rows += await snapshot.copy(sql, plan.values);
      run.onProgress(rows);
    };
    if (plan.description.format === 'parquet')
      await copy(copyParquetSql(plan, survey, metadataOf(plan.description, version), path));
    else for (const slice of await slicesOf(plan, survey, snapshot)) await copy(copyRowsSql(plan, survey, slice, path));
    if (rows !== survey.rows) throw new Error(`${rows} rows were written, and ${survey.rows} had been counted`);
    writer.rowsWritten();
  } finally {
    await held.close();
  }
}
