import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Logger } from 'pino';
import { BackOff } from '../../lib/background/back-off.js';
import { BackgroundTask } from '../../lib/background/background-task.js';
import { systemTimer, type Timer } from '../../lib/background/timer.js';
import { attributeColumn, type AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { DataVersions } from '../../projection/rows/data-versions.js';
import type { RowReplacer } from '../../projection/rows/replace-rows.js';
import type { InfluxConnection } from '../../storage/influx/influx-connection.js';
import { InfluxError } from '../../storage/influx/influx-error.js';
import { literal } from '../../storage/influx/influxql.js';
import { CALLS, PLAIN, TURNS, type Measurement } from '../../storage/influx/measurements.js';
import { readNews, type ChangedRows } from './changed-rows.js';
import { withCsvFile } from '../restore/csv-file.js';
import { attributeSql, rowColumns, selectPoints } from '../restore/csv-rows.js';
import { loadCursors, saveCursors, type Cursors } from '../restore/cursors.js';
import { stretchesOf } from './follow-windows.js';
import { takePoints } from '../restore/take-points.js';
import type { Clock, Millis } from '../../lib/time/units.js';

interface Dependencies {
  readonly influx: InfluxConnection;
  readonly rows: RowReplacer;
  readonly versions: DataVersions;
  readonly attributes: readonly AttributeDeclaration[];
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  /** Takes over what else there is; called with every round. */
  readonly alongside: () => Promise<void>;
  readonly timer?: Timer;
  readonly log: Logger;
}

export interface FollowerState {
  /** Milliseconds since everything was here that the record held. */
  readonly lagMs: Millis;
  readonly reason: string | undefined;
  /** Rows taken over since the start. */
  readonly rows: number;
}

const EVERY_MS = 500;
/** A follower is to be current soon after InfluxDB is back. */
const MAX_RETRY_MS = 1_000;
const MAX_ATTEMPTS = 3;

const list = (columns: readonly string[]): string => columns.map((name) => `"${name}"`).join(', ');

/** Keeps the rows up to date with what other instances write: reads what they tell has changed, and reads those rows anew. */
export class Follower {
  readonly #dependencies: Dependencies;
  readonly #task: BackgroundTask;
  #cursors: Cursors | undefined;
  #currentAt: number;
  #reason: string | undefined;
  #rows = 0;
  #attempts = 0;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#currentAt = dependencies.clock();
    this.#task = new BackgroundTask({
      step: () => this.#step(),
      onFailure: (error) => this.#noteFailure(error),
      everyMs: EVERY_MS,
      backOff: new BackOff({ maxMs: MAX_RETRY_MS }),
      timer: dependencies.timer ?? systemTimer,
    });
  }

  get state(): FollowerState {
    return { lagMs: Math.max(this.#dependencies.clock() - this.#currentAt, 0), reason: this.#reason, rows: this.#rows };
  }

  start(): void {
    this.#currentAt = this.#dependencies.clock();
    this.#task.wake();
  }

  stop(): Promise<void> {
    return this.#task.stop();
  }

  async #step(): Promise<boolean> {
    const begun = this.#dependencies.clock();
    const hasMore = await this.#round();
    this.#reason = undefined;
    if (!hasMore) this.#currentAt = begun;
    return hasMore;
  }

  #noteFailure(error: unknown): undefined {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== this.#reason)
      this.#dependencies.log.warn(
        error instanceof InfluxError ? { reason } : { err: error },
        'InfluxDB unreachable; following will be retried',
      );
    this.#reason = reason;
  }

  /** @returns whether there may be more right away */
  async #round(): Promise<boolean> {
    const { influx, rows, versions } = this.#dependencies;
    this.#cursors ??= await rows.exclusively(loadCursors);
    const news = await readNews(influx, this.#cursors);
    await this.#dependencies.alongside();
    if (news.rows.length === 0) return false;
    versions.bump(
      await rows.replaceFromRecord(async (writer) => {
        for (const changed of news.rows) await this.#stage(writer, changed);
      }),
    );
    // What is read again after a crash in between is there already.
    await rows.exclusively((writer) => saveCursors(writer, news.cursors));
    this.#cursors = news.cursors;
    this.#rows += news.rows.reduce((sum, { anchors }) => sum + anchors.length, 0);
    return news.isFull;
  }

  async #stage(writer: DuckDBConnection, changed: ChangedRows): Promise<void> {
    const { measurement } = changed;
    if (measurement !== 'calls') {
      const columns = rowColumns(PLAIN[measurement]);
      await this.#read(writer, `follow_${measurement}`, PLAIN[measurement], changed);
      await writer.run(`
        INSERT INTO stage_${measurement} (tenant, anchor, change, ${list(columns.map(({ column }) => column))})
        SELECT tenant, anchor, change, ${columns.map(({ sql }) => sql).join(', ')} FROM follow_${measurement}`);
      await this.#stageRemoved(writer, changed);
      return;
    }
    await this.#read(writer, 'follow_calls', CALLS, changed);
    await this.#read(writer, 'follow_turns', TURNS, changed);
    await stageCalls(writer, this.#dependencies.attributes);
    await this.#requireTurns(writer);
    await this.#stageRemoved(writer, changed);
  }

  async #read(writer: DuckDBConnection, table: string, measurement: Measurement, changed: ChangedRows): Promise<void> {
    const { influx, folder } = this.#dependencies;
    const statements = stretchesOf(changed.anchors).map(({ from, to }) =>
      selectPoints(measurement, `"tenant" = ${literal(changed.tenant)} AND time >= ${from}000 AND time < ${to + 1}000`),
    );
    await withCsvFile(influx, statements, join(folder, 'follow.csv'), (file) =>
      takePoints(writer, table, measurement, file),
    );
  }

  /**
   * A call says how many turns it has. Fewer mean that an answer was broken off, or that the call is being written just
   * now; what is still so after a few attempts is so in the record, where turns may be kept for a shorter time.
   */
  async #requireTurns(writer: DuckDBConnection): Promise<void> {
    const reader = await writer.runAndReadAll(`
      SELECT count(*) FROM stage_calls AS call LEFT JOIN (
        SELECT tenant, call_id, count(*) AS turns FROM stage_turns GROUP BY ALL
      ) AS found USING (tenant, call_id) WHERE coalesce(found.turns, 0) < call.turns`);
    if (Number(reader.getRows()[0]?.[0]) === 0) {
      this.#attempts = 0;
      return;
    }
    this.#attempts += 1;
    if (this.#attempts <= MAX_ATTEMPTS) throw new InfluxError('away', 'InfluxDB returned fewer turns than it counts');
  }

  /** Rows that changed and are not there any more. In CSV a failure looks the same, so that the record is asked once more. */
  async #stageRemoved(writer: DuckDBConnection, { tenant, measurement, anchors }: ChangedRows): Promise<void> {
    const reader = await writer.runAndReadAll(`SELECT anchor FROM follow_${measurement}`);
    const found = new Set(reader.getRows().map(([anchor]) => Number(anchor)));
    for (const anchor of anchors.filter((one) => !found.has(one))) {
      const series = await this.#dependencies.influx.ask(
        `SELECT count("known") FROM "${measurement}" WHERE "tenant" = ${literal(tenant)} AND time >= ${anchor}000 AND time < ${anchor + 1}000`,
      );
      if (series.length > 0) throw new InfluxError('away', 'InfluxDB ended its response early');
      await writer.run(`INSERT INTO stage_removed VALUES ($tenant, '${measurement}', ${anchor}, NULL)`, { tenant });
    }
  }
}

async function stageCalls(writer: DuckDBConnection, attributes: readonly AttributeDeclaration[]): Promise<void> {
  const calls = [
    ...rowColumns(CALLS),
    ...attributes.map((one) => ({ column: attributeColumn(one.name), sql: attributeSql(one) })),
  ];
  await writer.run(`
    INSERT INTO stage_calls (tenant, anchor, change, ${list(calls.map(({ column }) => column))})
    SELECT tenant, anchor, change, ${calls.map(({ sql }) => sql).join(', ')} FROM follow_calls`);
  const turns = rowColumns(TURNS);
  await writer.run(`
    WITH reported AS (SELECT tenant, anchor, change, ${turns.map(({ column, sql }) => `${sql} AS "${column}"`).join(', ')} FROM follow_turns)
    INSERT INTO stage_turns (tenant, call_started_at, ${list(turns.map(({ column }) => column))})
    SELECT reported.tenant, stage.started_at, ${turns.map(({ column }) => `reported."${column}"`).join(', ')}
    FROM reported JOIN stage_calls AS stage ON stage.tenant = reported.tenant AND stage.call_id = reported.call_id
    WHERE reported.change >= stage.change`);
}
