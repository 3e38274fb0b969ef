import type { DuckDBConnection } from '@duckdb/node-api';
import type { Logger } from 'pino';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { KpiGrain } from '../../analytics/catalogue/kpi-grains.js';
import { BackgroundTask } from '../../lib/background/background-task.js';
import { systemTimer, type Timer } from '../../lib/background/timer.js';
import { hashOf } from '../../projection/fold/anchor.js';
import type { InfluxConnection } from '../../storage/influx/influx-connection.js';
import { InfluxError } from '../../storage/influx/influx-error.js';
import { shardOf, TURNS_IN_SHARD } from '../../storage/influx/measurements.js';
import { changeLines, type ChangedRow } from './change-lines.js';
import type { DeadLetters } from '../dead-letters/dead-letters.js';
import { kpiPoints, KPI_SERIES } from './kpi-points.js';
import type { Point } from './point.js';
import type { Backlog, PublishBacklog, Retraction } from './publish-backlog.js';
import type { ReplicationLimits } from './replication-limits.js';
import { rowPoints, turnPoints, type Span } from './row-points.js';
import { writePoints } from './write-points.js';
import { toMicros, type Millis } from '../../lib/time/units.js';

/** Changes that have been read and are to be written. */
interface RowBatch {
  readonly span: Span;
  readonly turns: readonly Point[];
  readonly rows: readonly Point[];
  readonly retractions: readonly Retraction[];
}

interface Dependencies {
  readonly influx: InfluxConnection;
  /** Of the publisher alone. */
  readonly connection: DuckDBConnection;
  readonly publishBacklog: PublishBacklog;
  readonly deadLetters: DeadLetters;
  readonly attributes: readonly AttributeDeclaration[];
  readonly grains: readonly KpiGrain[];
  /** Name of this installation among those that write. */
  readonly writer: string;
  readonly limits: () => ReplicationLimits;
  /** Publishes what else there is; called with every step. */
  readonly alongside: () => Promise<void>;
  readonly timer?: Timer;
  readonly log: Logger;
}

/** Points in one request: large enough for InfluxDB, and a few megabytes at most. */
const MAX_LINES = 5_000;

/** Spans of changes before the KPI series have their turn. */
const MAX_IN_A_ROW = 20;

/** Changes are gathered for so long: a call that goes on changes with every turn. */
const GATHER_MS = 500;

/**
 * A request that was given up may be carried out nevertheless: a server that was frozen does what it finds waiting, in any
 * order. It is given so long after the first answer, or as long as a request may take, before anything newer is written,
 * for InfluxDB keeps what it writes last.
 */
const MAX_LATE_MS = 2_000;

export interface PublisherState {
  readonly status: 'ok' | 'away' | 'denied' | 'failing';
  /** Why the last attempt failed. */
  readonly reason: string | undefined;
  readonly backlog: Backlog;
  readonly deadLetters: number;
  /** Points that were older than what the bucket keeps, since the start. */
  readonly expired: number;
  /** Points written since the start. */
  readonly written: number;
}

/**
 * Brings the record up to the rows: publishes what changed, in the order of the changes, then the cells of the KPI series
 * that changed with it.
 *
 * One request is in flight at a time, and a change counts as published only when InfluxDB has acknowledged all of its
 * points. Whatever happens in between is done again, which writes the same points: each row is there exactly once.
 */
export class Publisher {
  readonly #dependencies: Dependencies;
  readonly #task: BackgroundTask;
  #abort: AbortController | undefined;
  #status: PublisherState['status'] = 'ok';
  #reason: string | undefined;
  #expired = 0;
  #written = 0;
  /** Whether a request of ours, or of the process before, may still be carried out. */
  #mayBeLate: boolean;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#mayBeLate = dependencies.publishBacklog.beganBehind;
    this.#task = new BackgroundTask({
      step: (signal) => this.#step(signal),
      onFailure: (error) => this.#noteFailure(error),
      gatherMs: GATHER_MS,
      timer: dependencies.timer ?? systemTimer,
    });
  }

  async state(connection: DuckDBConnection): Promise<PublisherState> {
    return {
      status: this.#status,
      reason: this.#reason,
      backlog: await this.#dependencies.publishBacklog.backlog(connection),
      deadLetters: this.#dependencies.deadLetters.count,
      expired: this.#expired,
      written: this.#written,
    };
  }

  wake(): void {
    this.#task.wake();
  }

  /** Resolves when everything is published. */
  drain(): Promise<void> {
    return this.#task.drain();
  }

  /** Breaks off what is in flight; it is done again after the next start. */
  async stop(): Promise<void> {
    const stopped = this.#task.stop();
    this.#abort?.abort();
    this.#dependencies.influx.close();
    await stopped;
  }

  /** @returns whether there was anything to do */
  async #step(signal: AbortSignal): Promise<boolean> {
    const worked = await this.#publishSome(signal);
    if (this.#status !== 'ok') this.#dependencies.log.info('InfluxDB reachable again; publishing continues');
    this.#status = 'ok';
    this.#reason = undefined;
    return worked;
  }

  /** @returns milliseconds that InfluxDB asks for before the next attempt */
  #noteFailure(error: unknown): Millis | undefined {
    const isInflux = error instanceof InfluxError;
    if (isInflux && error.mayBeDone) this.#mayBeLate = true;
    const status = isInflux && error.fault !== 'refused' ? error.fault : 'failing';
    const reason = error instanceof Error ? error.message : String(error);
    if (status !== this.#status || reason !== this.#reason)
      this.#dependencies.log.warn(
        isInflux ? { reason } : { err: error },
        'InfluxDB unreachable; publishing will be retried',
      );
    this.#status = status;
    this.#reason = reason;
    return isInflux ? error.retryAfterMs : undefined;
  }

  /** Has whatever may still be carried out done first. Nothing but small questions are sent to a server that is silent. */
  async #awaitLateOnes(signal: AbortSignal): Promise<void> {
    if (!this.#mayBeLate) return;
    const { influx, timer = systemTimer } = this.#dependencies;
    await influx.probe();
    await timer.wait(Math.min(influx.timeoutMs, MAX_LATE_MS), signal);
    if (signal.aborted) throw new InfluxError('away', 'the service is stopping');
    this.#mayBeLate = false;
  }

  async #publishSome(signal: AbortSignal): Promise<boolean> {
    await this.#awaitLateOnes(signal);
    const { publishBacklog } = this.#dependencies;
    const before = publishBacklog.published;
    await this.#publishRows();
    const grains = await publishBacklog.nextCells(this.#expiredCells());
    if (grains.size > 0) await this.#publishCells(grains);
    await this.#dependencies.alongside();
    return publishBacklog.published > before || grains.size > 0;
  }

  /** Publishes changes, some in a row: what comes next is read while what was read is on its way. */
  async #publishRows(): Promise<void> {
    const { publishBacklog } = this.#dependencies;
    let batch = await this.#read(publishBacklog.published);
    for (let count = 1; batch !== undefined; count += 1) {
      const next: Promise<RowBatch | undefined> =
        count < MAX_IN_A_ROW ? this.#read(batch.span.upTo) : Promise.resolve(undefined);
      const sent = this.#publishBatch(batch);
      // The connection is free again, and a failure reported, before anything else is done.
      const [read] = await Promise.all([next, sent]).finally(() => Promise.allSettled([next, sent]));
      batch = read;
    }
  }

  async #read(after: number): Promise<RowBatch | undefined> {
    const { attributes, publishBacklog } = this.#dependencies;
    const span = await publishBacklog.next(after);
    if (span === undefined) return undefined;
    return publishBacklog.onSnapshot(async (connection) => ({
      span,
      turns: await turnPoints(connection, span),
      rows: await rowPoints(connection, attributes, span),
      retractions: await publishBacklog.retractions(span),
    }));
  }

  async #publishBatch({ span, turns, rows, retractions }: RowBatch): Promise<void> {
    const { publishBacklog } = this.#dependencies;
    // What is gone first: a call that was erased and reported anew stands in the same place.
    for (const retraction of retractions) await this.#retract(retraction);
    // A call that can be read can be read with its turns.
    await this.#send([...turns, ...rows]);
    await this.#writeChanges([...rows, ...retractions]);
    await publishBacklog.settle(span);
  }

  /** For each grain the time before which its rows have been deleted for their age, and say nothing about its cells. */
  #expiredCells(): [string, number][] {
    const limits = this.#dependencies.limits();
    return this.#dependencies.grains.map(({ id, dataset }) => [id, limits[dataset] ?? 0]);
  }

  /** Computes cells and writes them, full requests at a time; what comes next is computed while one is on its way. */
  async #publishCells(dirty: ReadonlySet<string>): Promise<void> {
    const { connection, grains, publishBacklog, limits } = this.#dependencies;
    let waiting: Point[] = [];
    let sending: Promise<void> = Promise.resolve();
    try {
      for (const grain of grains.filter(({ id }) => dirty.has(id))) {
        for (const resolution of KPI_SERIES) {
          const since = limits()[resolution.measurement] ?? 0;
          const points = await kpiPoints(connection, grain, resolution);
          waiting.push(...points.filter(({ anchor }) => anchor >= since));
          if (waiting.length < MAX_LINES) continue;
          await sending;
          sending = this.#send(waiting);
          sending.catch(() => undefined);
          waiting = [];
        }
      }
      await sending;
      await this.#send(waiting);
    } finally {
      await Promise.allSettled([sending]);
    }
    await publishBacklog.settleCells();
  }

  async #send(points: readonly Point[]): Promise<void> {
    const { deadLetters, log } = this.#dependencies;
    for (let from = 0; from < points.length; from += MAX_LINES) {
      const part = points.slice(from, from + MAX_LINES);
      const refused = new Set<Point>();
      await writePoints((lines) => this.#write(lines), part, {
        refused: async (point, reason) => {
          refused.add(point);
          await deadLetters.add(point, reason);
          log.error(
            { measurement: point.measurement, row: point.id, reason },
            'InfluxDB refused a row; kept as a dead letter',
          );
        },
        expired: (count) => {
          this.#expired += count;
        },
      });
      await deadLetters.written(part.filter((point) => !refused.has(point)));
    }
  }

  async #write(lines: readonly string[]): Promise<void> {
    this.#abort = new AbortController();
    if (this.#task.isStopping) throw new InfluxError('away', 'the service is stopping');
    await this.#dependencies.influx.write(lines, this.#abort.signal);
    this.#written += lines.length;
  }

  /** Deletes the points of a row that is gone: a call with the nanoseconds behind it, in which its turns stand. */
  async #retract({ tenant, measurement, id, anchor }: Retraction): Promise<void> {
    const { influx, deadLetters, log } = this.#dependencies;
    const from = BigInt(anchor) * 1_000n;
    try {
      await influx.remove(measurement, { tenant, shard: shardOf(hashOf(id)) }, from, from);
      // Whatever their shards: no other call of the tenant has this place.
      if (measurement === 'calls') await influx.remove('turns', { tenant }, from, from + BigInt(TURNS_IN_SHARD - 1));
    } catch (error) {
      if (!(error instanceof InfluxError) || error.fault !== 'refused') throw error;
      await deadLetters.add({ tenant, measurement, id, anchor, line: '' }, `deletion: ${error.message}`);
      log.error(
        { measurement, row: id, reason: error.message },
        'InfluxDB refused to delete a row; kept as a dead letter',
      );
    }
  }

  async #writeChanges(rows: readonly ChangedRow[]): Promise<void> {
    const { publishBacklog, writer } = this.#dependencies;
    const lines = changeLines(rows, writer, (count) => publishBacklog.takeTimes(count, toMicros(Date.now())));
    if (lines.length > 0) await this.#write(lines);
  }
}
