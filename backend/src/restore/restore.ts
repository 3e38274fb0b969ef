import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { AttributeDeclaration } from '../catalogue/attribute.js';
import type { InfluxConnection } from '../influx/influx-connection.js';
import { InfluxError } from '../influx/influx-error.js';
import { CALLS, SAMPLES, TURNS, type Measurement } from '../influx/measurements.js';
import { withCsvFile } from './csv-file.js';
import { selectPoints } from './csv-rows.js';
import { readCursors } from './cursors.js';
import { dropDoubles, writeHistory } from './finish-calls.js';
import { insertCalls, insertSamples, insertTurns, type InsertRows } from './insert-rows.js';
import { RestoreMarks } from './restore-marks.js';
import { takePoints } from './take-points.js';
import { countIn, windowsOf, within, type Window } from './windows.js';

export interface RestoreProgress {
  readonly phase: 'waiting' | 'counting' | 'reading' | 'finishing' | 'done';
  /** Points read, those of an earlier start included. */
  readonly read: number;
  readonly points: number;
  /** Of this start. */
  readonly rowsPerSecond: number;
  /** Why it does not get on at present, if so. */
  readonly reason: string | undefined;
}

interface Parts {
  readonly influx: InfluxConnection;
  /** Nobody else may write meanwhile. */
  readonly writer: DuckDBConnection;
  readonly attributes: readonly AttributeDeclaration[];
  /** For files that are gone again at the end. */
  readonly folder: string;
  /** Points that are read in one go. */
  readonly windowPoints?: number;
  readonly onProgress?: (progress: RestoreProgress) => void;
}

interface Step {
  readonly measurement: Measurement;
  readonly insert: InsertRows;
}

/** Calls first: turns take over from them. */
const STEPS: readonly Step[] = [
  { measurement: CALLS, insert: insertCalls },
  { measurement: TURNS, insert: insertTurns },
  { measurement: SAMPLES, insert: insertSamples },
];

/** A window that changes while it is read is read again so often. */
const MOST_ATTEMPTS = 5;

/**
 * Rebuilds the rows of an empty database from the record, window by window. What has been taken in is noted in the same
 * transaction, so that a restore that is broken off goes on where it stopped. Memory is bounded by DuckDB's own limit:
 * no answer is ever held as a whole.
 */
export class Restore {
  readonly #parts: Parts;
  readonly #marks: RestoreMarks;
  #progress: RestoreProgress = { phase: 'waiting', read: 0, points: 0, rowsPerSecond: 0, reason: undefined };
  #begun = 0;
  #readNow = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#marks = new RestoreMarks(parts.writer);
  }

  get progress(): RestoreProgress {
    return this.#progress;
  }

  /** @returns rows taken in by this start, and in how many seconds; @throws InfluxError when the record is not reached */
  async run(signal?: AbortSignal): Promise<{ rows: number; seconds: number }> {
    const { influx, folder } = this.#parts;
    if (await this.#marks.isRestored()) {
      this.#tell({ phase: 'done' });
      return { rows: 0, seconds: 0 };
    }
    await mkdir(folder, { recursive: true });
    this.#begun = performance.now();
    this.#tell({ phase: 'counting', read: 0, reason: undefined });
    // Before anything is read: what changes from here on is told after these.
    if (!(await this.#marks.has('cursors')))
      await this.#marks.set('cursors', JSON.stringify(await readCursors(influx)));
    const plans: (Step & { windows: Window[] })[] = [];
    for (const step of STEPS)
      plans.push({ ...step, windows: await windowsOf(influx, counted(step.measurement), this.#parts.windowPoints) });
    this.#tell({
      phase: 'reading',
      points: plans.flatMap(({ windows }) => windows).reduce((sum, { points }) => sum + points, 0),
    });
    for (const { windows, ...step } of plans) {
      await this.#readAll(step, windows, signal);
      if (step.measurement === CALLS) await this.#finishCalls();
    }
    await this.#marks.finish();
    this.#tell({ phase: 'done' });
    return { rows: this.#readNow, seconds: (performance.now() - this.#begun) / 1_000 };
  }

  /** Says why it does not get on; the next run goes on where it stopped. */
  wait(reason: string): void {
    this.#tell({ phase: 'waiting', reason });
  }

  async #readAll(step: Step, windows: readonly Window[], signal: AbortSignal | undefined): Promise<void> {
    const { name } = step.measurement;
    const done = await this.#marks.readTo(name);
    for (const window of windows) {
      signal?.throwIfAborted();
      // Windows are cut at whole hours, so that those of an earlier start end where these do, or within.
      const from = Math.max(window.from, done);
      if (from < window.to) await this.#readWindow(step, { ...window, from });
      this.#tell({ read: this.#progress.read + window.points });
    }
  }

  async #finishCalls(): Promise<void> {
    if (await this.#marks.has('calls_finished')) return;
    this.#tell({ phase: 'finishing' });
    await dropDoubles(this.#parts.writer);
    await writeHistory(this.#parts.writer);
    await this.#marks.set('calls_finished', 'true');
    this.#tell({ phase: 'reading' });
  }

  async #readWindow({ measurement, insert }: Step, window: Window): Promise<void> {
    const { influx, writer, attributes, folder } = this.#parts;
    const statement = selectPoints(measurement, within(window));
    for (let attempt = 1; ; attempt += 1) {
      const least = await countIn(influx, counted(measurement), window);
      const read = await withCsvFile(influx, [statement], join(folder, `${measurement.name}.csv`), (file) =>
        takePoints(writer, 'points', measurement, file),
      );
      // In CSV an answer that was broken off looks like one that is complete.
      if (read >= least) {
        await writer.run('BEGIN');
        await writer.run(insert('points', attributes));
        await this.#marks.setReadTo(measurement.name, window.to);
        await writer.run('COMMIT');
        this.#readNow += read;
        return;
      }
      if (attempt >= MOST_ATTEMPTS)
        throw new InfluxError('away', `InfluxDB answered with fewer ${measurement.name} than it counts`);
    }
  }

  #tell(change: Partial<RestoreProgress>): void {
    const seconds = (performance.now() - this.#begun) / 1_000;
    this.#progress = {
      ...this.#progress,
      ...change,
      rowsPerSecond: seconds > 0 ? Math.round(this.#readNow / seconds) : 0,
    };
    this.#parts.onProgress?.(this.#progress);
  }
}

const counted = ({ name }: Measurement) => ({ measurement: name, field: 'known' });
