import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Logger } from 'pino';
import { retry, type RetryOptions } from '../lib/background/retry.js';
import { systemTimer, type Timer } from '../lib/background/timer.js';
import type { AttributeDeclaration } from '../storage/tables/attribute.js';
import type { KpiGrain } from '../analytics/catalogue/kpi-grains.js';
import type { Database } from '../storage/duckdb/database.js';
import { ALL_PLAIN } from '../storage/tables/plain-tables.js';
import type { DataVersions } from '../projection/rows/data-versions.js';
import { KpiMarks } from './publish/kpi-marks.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import type { InfluxConnection } from '../storage/influx/influx-connection.js';
import { DeadLetters, type DeadLetter } from './dead-letters/dead-letters.js';
import { KPI_SERIES } from './publish/kpi-points.js';
import { PublishBacklog } from './publish/publish-backlog.js';
import { Publisher } from './publish/publisher.js';
import type { ReplicationLimits } from './publish/replication-limits.js';
import { Follower } from './follow/follower.js';
import { markPublishedCells } from './restore/mark-published-cells.js';
import { RestoreMarks } from './restore/restore-marks.js';
import { Restore } from './restore/restore.js';
import { loadCursors } from './restore/cursors.js';
import { DefinitionMirror, type DefinitionStore } from './definitions.js';
import type { ReplicationState } from './replication-state.js';
import { toMicros, type Clock } from '../lib/time/units.js';

interface Dependencies {
  readonly influx: InfluxConnection;
  readonly role: 'publish' | 'follow';
  readonly database: Database;
  readonly rows: RowReplacer;
  readonly versions: DataVersions;
  readonly attributes: readonly AttributeDeclaration[];
  readonly grains: readonly KpiGrain[];
  readonly writerId: string;
  readonly definitions: DefinitionStore;
  /** For files that are gone again. */
  readonly folder: string;
  readonly limits: () => ReplicationLimits;
  readonly clock: Clock;
  readonly timer?: Timer;
  readonly log: Logger;
}

const KPI_MEASUREMENTS = KPI_SERIES.map(({ measurement }) => measurement);

/** InfluxDB as the place where rows live for good: what is here is published to it, restored from it, or follows it. */
export class Replication {
  readonly role: 'publish' | 'follow';
  readonly #dependencies: Dependencies;
  readonly #reading: DuckDBConnection;
  readonly #connections: readonly DuckDBConnection[];
  readonly #publisher: Publisher;
  readonly #follower: Follower;
  readonly #publishBacklog: PublishBacklog;
  readonly #deadLetters: DeadLetters;
  readonly #definitions: DefinitionMirror;
  readonly #stop = new AbortController();
  #restore: Restore | undefined;
  #marking: Promise<void> | undefined;
  #markingReason: string | undefined;

  private constructor(
    dependencies: Dependencies,
    connections: Readonly<Record<'reading' | 'publishing' | 'ahead', DuckDBConnection>>,
    publishBacklog: PublishBacklog,
    deadLetters: DeadLetters,
  ) {
    this.#dependencies = dependencies;
    this.role = dependencies.role;
    this.#reading = connections.reading;
    this.#connections = Object.values(connections);
    this.#publishBacklog = publishBacklog;
    this.#deadLetters = deadLetters;
    this.#definitions = new DefinitionMirror(dependencies.influx, dependencies.definitions, dependencies.log);
    this.#publisher = new Publisher({
      ...dependencies,
      connection: connections.publishing,
      publishBacklog,
      deadLetters,
      writer: dependencies.writerId,
      alongside: () => this.#definitions.publish(Date.now()),
    });
    this.#follower = new Follower({ ...dependencies, alongside: () => this.#definitions.adopt() });
  }

  static async open(dependencies: Dependencies): Promise<Replication> {
    await mkdir(dependencies.folder, { recursive: true });
    const connect = () => dependencies.database.connect();
    const connections = { reading: await connect(), publishing: await connect(), ahead: await connect() };
    const publishBacklog = await PublishBacklog.open(connections.publishing, connections.ahead);
    const deadLetters = await DeadLetters.open(connections.reading, dependencies.clock);
    return new Replication(dependencies, connections, publishBacklog, deadLetters);
  }

  /**
   * Rebuilds the empty database from the record; tries for as long as it takes, and goes on where it stopped.
   * @returns false when the service stops before it is done
   */
  async restore(): Promise<boolean> {
    const { influx, rows, attributes, folder, log } = this.#dependencies;
    const restored = await retry(
      async () => {
        const result = await rows.exclusively((writer) => {
          this.#restore ??= new Restore({ influx, writer, attributes, folder });
          return this.#restore.run(this.#stop.signal);
        });
        await this.#publishBacklog.load();
        await this.#definitions.adopt();
        log.info(result, 'database restored from InfluxDB');
        return true;
      },
      this.#retrying((reason) => {
        log.warn({ reason }, 'restoring from InfluxDB failed; it will be retried');
        this.#restore?.wait(reason);
      }),
    );
    return restored === true;
  }

  /**
   * Empties a follower that was away for longer than what tells about changes is kept: it cannot know what it missed.
   * @returns whether it has to be restored
   */
  async startOverIfOutdated(): Promise<boolean> {
    if (this.role !== 'follow') return false;
    const { rows, limits } = this.#dependencies;
    return rows.exclusively(async (writer) => {
      const last = Math.max(0, ...Object.values(await loadCursors(writer)));
      if (last === 0 || last >= (limits().changes ?? 0)) return false;
      await new RestoreMarks(writer).startOver();
      return true;
    });
  }

  start(): void {
    if (this.role === 'follow') {
      this.#follower.start();
      return;
    }
    this.#marking ??= this.#markCells();
  }

  /** Rows have changed. */
  wake(): void {
    if (this.role === 'publish') this.#publisher.wake();
  }

  /** Resolves when everything is published, KPI series included. */
  async drain(): Promise<void> {
    await this.#marking;
    await this.#publisher.drain();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#dependencies.influx.close();
    await this.#marking;
    await Promise.all([this.#publisher.stop(), this.#follower.stop()]);
    for (const connection of this.#connections) connection.closeSync();
  }

  /** Whether what is here is at most so old; an instance that publishes is the origin itself. */
  isCurrent(maxLagMs: number): boolean {
    return this.role === 'publish' || this.#follower.state.lagMs <= maxLagMs;
  }

  async state(): Promise<ReplicationState> {
    const restore = this.#restore?.progress;
    const shared = { role: this.role, restore };
    const none = { pendingRows: 0, pendingCells: 0, deadLetters: 0, expired: 0 };
    if (restore !== undefined && restore.phase !== 'done')
      return { ...shared, ...none, status: 'restoring', reason: restore.reason, lagMs: 0, rows: restore.read };
    if (this.role === 'follow') {
      const { lagMs, reason, rows } = this.#follower.state;
      return { ...shared, ...none, status: reason === undefined ? 'ok' : 'away', reason, lagMs, rows };
    }
    const { backlog, written, ...state } = await this.#publisher.state(this.#reading);
    const reason = this.#markingReason;
    const publisher =
      reason === undefined || state.status !== 'ok' ? state : { ...state, status: 'away' as const, reason };
    const { oldest } = backlog;
    const lagMs = oldest === undefined ? 0 : Math.max(this.#dependencies.clock() - Math.floor(oldest / 1_000), 0);
    return {
      ...shared,
      ...publisher,
      lagMs,
      pendingRows: backlog.rows,
      pendingCells: backlog.cells,
      rows: written,
    };
  }

  /** Deletes the points that are too old. An instance that follows deletes nothing. */
  async expire(): Promise<void> {
    if (this.role === 'follow') return;
    for (const [measurement, before] of Object.entries(this.#dependencies.limits())) {
      if (before !== undefined)
        await this.#dependencies.influx.remove(measurement, {}, 0n, BigInt(before) * 1_000n - 1n);
    }
  }

  deadLetters(tenant: string, limit: number): Promise<DeadLetter[]> {
    return this.#deadLetters.list(tenant, limit);
  }

  /** Has refused points published again. @returns how many */
  async replayDeadLetters(tenant: string, id: string | undefined): Promise<number> {
    const taken = await this.#deadLetters.take(tenant, id);
    const of = (name: string): { id: string; anchor: number }[] =>
      taken.filter(({ measurement }) => measurement === name).map(({ row, anchor }) => ({ id: row, anchor }));
    // A turn goes with its call, whose id stands before the turn's number.
    const turns = of('turns').map(({ id, anchor }) => ({ id: id.slice(0, id.lastIndexOf(' ')), anchor }));
    await this.#dependencies.rows.republish(tenant, 'calls', [...of('calls'), ...turns]);
    for (const { name } of ALL_PLAIN) await this.#dependencies.rows.republish(tenant, name, of(name));
    const cells = taken.filter(({ measurement }) => KPI_MEASUREMENTS.some((kpi) => kpi === measurement));
    await this.#dependencies.rows.exclusively((writer) =>
      new KpiMarks(writer, this.#dependencies.grains).markCells(
        cells.map(({ row, anchor }) => ({ tenant, cell: JSON.parse(row) as string[], anchor })),
        toMicros(this.#dependencies.clock()),
      ),
    );
    this.wake();
    return taken.length;
  }

  async deleteDeadLetters(tenant: string, id: string | undefined): Promise<number> {
    return (await this.#deadLetters.take(tenant, id)).length;
  }

  /**
   * Where it is not known which cells of the KPI series are as they should be, all of them are computed anew: after a
   * restore, after a time without the record, and when a definition behind them has changed.
   */
  async #markCells(): Promise<void> {
    const { influx, rows, grains, folder, log, clock } = this.#dependencies;
    const signature = createHash('sha256').update(JSON.stringify(grains)).digest('hex');
    await retry(
      async () => {
        const known = await rows.exclusively((writer) => readSignature(writer));
        if (known === signature) return;
        const change = toMicros(clock());
        await rows.exclusively((writer) => new KpiMarks(writer, grains).markAll(change));
        await markPublishedCells(influx, this.#reading, grains, KPI_MEASUREMENTS, folder, change);
        await rows.exclusively((writer) => writeSignature(writer, signature));
      },
      this.#retrying((reason) => {
        this.#markingReason = reason;
        log.warn({ reason }, 'the KPI series in InfluxDB cannot be checked yet; it will be retried');
      }),
    );
    this.#markingReason = undefined;
    this.#publisher.wake();
  }

  #retrying(onFailure: (reason: string) => void): RetryOptions {
    return {
      signal: this.#stop.signal,
      onFailure: (error) => onFailure(error instanceof Error ? error.message : String(error)),
      timer: this.#dependencies.timer ?? systemTimer,
    };
  }
}

async function readSignature(writer: DuckDBConnection): Promise<string | undefined> {
  const reader = await writer.runAndReadAll("SELECT value FROM meta WHERE name = 'kpi_complete'");
  const value = reader.getRows()[0]?.[0];
  return value === undefined ? undefined : String(value);
}

async function writeSignature(writer: DuckDBConnection, signature: string): Promise<void> {
  await writer.run("DELETE FROM meta WHERE name = 'kpi_complete'");
  await writer.run("INSERT INTO meta VALUES ('kpi_complete', $signature)", { signature });
}
