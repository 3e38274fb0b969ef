import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { InfluxConnection } from '../../storage/influx/influx-connection.js';
import { InfluxError } from '../../storage/influx/influx-error.js';
import { ALL_PLAIN } from '../../storage/tables/plain-tables.js';
import { CALLS, PLAIN, TURNS, type Measurement } from '../../storage/influx/measurements.js';
import { writeCsvFile } from './csv-file.js';
import { selectPoints } from './csv-rows.js';
import { readCursors } from './cursors.js';
import { dropDoubles, writeHistory } from './finish-calls.js';
import { finishBusiness } from './finish-business.js';
import { insertCalls, insertPlain, insertTurns, type InsertRows } from './insert-rows.js';
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

interface Dependencies {
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
  ...ALL_PLAIN.map((table) => ({ measurement: PLAIN[table.name], insert: insertPlain(table) })),
];

/** A window that changes while it is read is read again so often. */
const MAX_ATTEMPTS = 5;

/**
 * Rebuilds the rows of an empty database from the record, window by window. What has been taken in is noted in the same
 * transaction, so that a restore that is broken off goes on where it stopped. Memory is bounded by DuckDB's own limit:
 * no answer is ever held as a whole.
 */
export class Restore {
  readonly #dependencies: Dependencies;
  readonly #marks: RestoreMarks;
  #progress: RestoreProgress = { phase: 'waiting', read: 0, points: 0, rowsPerSecond: 0, reason: undefined };
  #begun = 0;
  #readNow = 0;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#marks = new RestoreMarks(dependencies.writer);
  }

  get progress(): RestoreProgress {
    return this.#progress;
  }

  /** @returns rows taken in by this start, and in how many seconds; @throws InfluxError when the record is not reached */
  async run(signal?: AbortSignal): Promise<{ rows: number; seconds: number }> {
    const { influx, folder } = this.#dependencies;
    if (await this.#marks.isRestored()) {
      this.#update({ phase: 'done' });
      return { rows: 0, seconds: 0 };
    }
    await mkdir(folder, { recursive: true });
    this.#begun = performance.now();
    this.#update({ phase: 'counting', read: 0, reason: undefined });
    // Before anything is read: what changes from here on is reported after these.
    if (!(await this.#marks.has('cursors')))
      await this.#marks.set('cursors', JSON.stringify(await readCursors(influx)));
    const plans: (Step & { windows: Window[] })[] = [];
    for (const step of STEPS)
      plans.push({
        ...step,
        windows: await windowsOf(influx, counted(step.measurement), this.#dependencies.windowPoints),
      });
    this.#update({
      phase: 'reading',
      points: pointsOf(plans.flatMap(({ windows }) => windows)),
    });
    for (const { windows, ...step } of plans) {
      await this.#readAll(step, windows, signal);
      if (step.measurement === CALLS) await this.#finishCalls();
    }
    this.#update({ phase: 'finishing' });
    await finishBusiness(this.#dependencies.writer, this.#dependencies.attributes);
    await this.#marks.finish();
    this.#update({ phase: 'done' });
    return { rows: this.#readNow, seconds: (performance.now() - this.#begun) / 1_000 };
  }

  /** Says why it does not get on; the next run goes on where it stopped. */
  wait(reason: string): void {
    this.#update({ phase: 'waiting', reason });
  }

  async #readAll(step: Step, windows: readonly Window[], signal: AbortSignal | undefined): Promise<void> {
    const done = await this.#marks.readTo(step.measurement.name);
    // Windows are cut at whole hours, so that those of an earlier start end where these do, or within.
    const left = windows
      .map((window) => ({ ...window, from: Math.max(window.from, done) }))
      .filter(({ from, to }) => from < to);
    this.#update({ read: this.#progress.read + pointsOf(windows) - pointsOf(left) });
    const fetch = (window: Window | undefined): Promise<number> | undefined => {
      const fetching = window === undefined ? undefined : this.#fetch(step, window);
      // Whoever stops in between does not wait for it.
      fetching?.catch(() => undefined);
      return fetching;
    };
    let ahead = fetch(left[0]);
    for (const [index, window] of left.entries()) {
      signal?.throwIfAborted();
      const fetched = (await ahead) ?? 0;
      // One window is taken in while the next one is on its way.
      const next = fetch(left[index + 1]);
      await this.#takeIn(step, window, fetched).finally(() => Promise.allSettled([next]));
      ahead = next;
      this.#update({ read: this.#progress.read + window.points });
    }
  }

  async #finishCalls(): Promise<void> {
    if (await this.#marks.has('calls_finished')) return;
    this.#update({ phase: 'finishing' });
    await dropDoubles(this.#dependencies.writer);
    await writeHistory(this.#dependencies.writer);
    await this.#marks.set('calls_finished', 'true');
    this.#update({ phase: 'reading' });
  }

  /** Has a window written into a file. @returns how many points there were right before */
  async #fetch({ measurement }: Step, window: Window): Promise<number> {
    const { influx } = this.#dependencies;
    const least = await countIn(influx, counted(measurement), window);
    await writeCsvFile(influx, [selectPoints(measurement, within(window))], this.#fileOf(measurement, window));
    return least;
  }

  #fileOf({ name }: Measurement, { from }: Window): string {
    return join(this.#dependencies.folder, `${name}-${from}.csv`);
  }

  async #takeIn(step: Step, window: Window, fetched: number): Promise<void> {
    const { writer } = this.#dependencies;
    const file = this.#fileOf(step.measurement, window);
    let least = fetched;
    for (let attempt = 1; ; attempt += 1) {
      const read = await takePoints(writer, 'points', step.measurement, file).finally(() => rm(file, { force: true }));
      // In CSV an answer that was broken off looks like one that is complete.
      if (read >= least) return this.#insert(step, window, read);
      if (attempt >= MAX_ATTEMPTS)
        throw new InfluxError('away', `InfluxDB answered with fewer ${step.measurement.name} than it counts`);
      least = await this.#fetch(step, window);
    }
  }

  async #insert({ measurement, insert }: Step, window: Window, read: number): Promise<void> {
    const { writer, attributes } = this.#dependencies;
    await writer.run('BEGIN');
    try {
      await insert(writer, attributes);
      await this.#marks.setReadTo(measurement.name, window.to);
      await writer.run('COMMIT');
    } catch (error) {
      await writer.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
    this.#readNow += read;
  }

  #update(change: Partial<RestoreProgress>): void {
    const seconds = (performance.now() - this.#begun) / 1_000;
    this.#progress = {
      ...this.#progress,
      ...change,
      rowsPerSecond: seconds > 0 ? Math.round(this.#readNow / seconds) : 0,
    };
    this.#dependencies.onProgress?.(this.#progress);
  }
}

const counted = ({ name }: Measurement) => ({ measurement: name, field: 'known' });

const pointsOf = (windows: readonly Window[]): number => windows.reduce((sum, { points }) => sum + points, 0);
