import type { AttributeDeclaration } from '../catalogue/attribute.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FoldedCall } from '../fold/call-row.js';
import type { SampleRow } from '../fold/sample.js';
import { appendRows } from './append.js';
import { updateCallerHistory } from './caller-history.js';
import {
  attributeColumns,
  CALL_COLUMNS,
  SAMPLE_COLUMNS,
  TURN_CALL_COLUMNS,
  TURN_COLUMNS,
  type Column,
} from './columns.js';
import { callReaders, sampleReaders, turnReaders } from './row-readers.js';
import { createStages } from './schema.js';

/** Rows that take the place of whatever was there under the same key. No key may stand in a batch twice. */
export interface Batch {
  readonly calls: readonly FoldedCall[];
  readonly samples: readonly SampleRow[];
}

/** A UTC day of a tenant in which rows changed. */
export interface ChangedDay {
  readonly tenant: string;
  /** Days since 1970-01-01. */
  readonly day: number;
}

const names = (columns: readonly Column[]): string => columns.map(({ name }) => `"${name}"`).join(', ');

const sources = (columns: readonly Column[], from: string): string =>
  columns.map(({ name, type }) => (type === 'caller' ? `${from}."${name}"::UUID` : `${from}."${name}"`)).join(', ');

/**
 * Replaces rows in one transaction: stage, find what is there (bounded by time, so that few row groups are read),
 * delete by row id, insert, and mend the callers' history.
 */
export class RowReplacer {
  readonly #writer: DuckDBConnection;
  readonly #attributes: readonly AttributeDeclaration[];
  readonly #callColumns: readonly Column[];
  #staged = false;

  constructor(writer: DuckDBConnection, attributes: readonly AttributeDeclaration[]) {
    this.#writer = writer;
    this.#attributes = attributes;
    this.#callColumns = [...CALL_COLUMNS, ...attributeColumns(attributes)];
  }

  /** @returns the days that changed, once all of it is durable */
  async replace({ calls, samples }: Batch): Promise<ChangedDay[]> {
    await this.#stage(calls, samples);
    await this.#writer.run('BEGIN');
    try {
      if (calls.length > 0) await this.#replaceCalls(calls);
      if (samples.length > 0) await this.#replaceSamples();
      const days = await this.#changedDays(calls.length > 0);
      await this.#writer.run('COMMIT');
      return days;
    } catch (error) {
      await this.#writer.run('ROLLBACK');
      throw error;
    }
  }

  async #stage(calls: readonly FoldedCall[], samples: readonly SampleRow[]): Promise<void> {
    const writer = this.#writer;
    if (!this.#staged) {
      await createStages(writer, {
        stage_calls: this.#callColumns,
        stage_turns: TURN_COLUMNS,
        stage_samples: SAMPLE_COLUMNS,
      });
      this.#staged = true;
    }
    for (const stage of ['stage_calls', 'stage_turns', 'stage_samples']) await writer.run(`DELETE FROM ${stage}`);
    const rows = calls.map(({ call }) => call);
    await appendRows(writer, 'stage_calls', this.#callColumns, callReaders(this.#attributes), rows);
    const turns = calls.flatMap(({ call, turns: own }) => own.map((turn) => ({ call, turn })));
    await appendRows(writer, 'stage_turns', TURN_COLUMNS, turnReaders, turns);
    await appendRows(writer, 'stage_samples', SAMPLE_COLUMNS, sampleReaders, samples);
  }

  async #replaceCalls(calls: readonly FoldedCall[]): Promise<void> {
    const writer = this.#writer;
    await this.#findReplaced(calls);
    await writer.run('DELETE FROM calls WHERE rowid IN (SELECT row FROM replaced_calls)');
    await writer.run(`
      DELETE FROM turns USING replaced_calls AS old
      WHERE old.turns > 0 AND turns.tenant = old.tenant AND turns.call_id = old.call_id
        AND turns.call_started_at BETWEEN (SELECT min(started_at) FROM replaced_calls) AND (SELECT max(started_at) FROM replaced_calls)`);
    const own = this.#callColumns;
    await writer.run(`
      INSERT INTO calls (${names(own)}, previous_at, next_inbound_at)
      SELECT ${sources(own, 'stage')}, old.previous_at, old.next_inbound_at
      FROM stage_calls AS stage LEFT JOIN replaced_calls AS old
        ON old.tenant = stage.tenant AND old.call_id = stage.call_id AND old.is_same
      ORDER BY stage.started_at`);
    await this.#mendHistory();
    await this.#insertTurns();
  }

  /** Rows that are there under the keys of the batch. A start that moved is still within the times of the call's events. */
  async #findReplaced(calls: readonly FoldedCall[]): Promise<void> {
    const earliest = calls.reduce((least, { firstEventAt }) => Math.min(least, firstEventAt), Infinity);
    const latest = calls.reduce((most, { call }) => Math.max(most, call.last_event_at), 0);
    await this.#writer.run(
      `
      CREATE OR REPLACE TEMP TABLE replaced_calls AS
      SELECT calls.rowid AS row, calls.tenant, calls.call_id, calls.caller, calls.started_at, calls.turns,
        calls.previous_at, calls.next_inbound_at,
        calls.caller IS NOT DISTINCT FROM stage.caller::UUID AND calls.started_at = stage.started_at
          AND calls.direction = stage.direction AS is_same
      FROM calls JOIN stage_calls AS stage ON calls.tenant = stage.tenant AND calls.call_id = stage.call_id
      WHERE calls.started_at BETWEEN $earliest AND $latest`,
      { earliest: BigInt(earliest), latest: BigInt(latest) },
    );
  }

  async #mendHistory(): Promise<void> {
    const writer = this.#writer;
    await writer.run(`
      CREATE OR REPLACE TEMP TABLE touched_callers AS
      SELECT DISTINCT tenant, caller::UUID AS caller FROM stage_calls AS stage
      WHERE caller IS NOT NULL AND NOT EXISTS (
        FROM replaced_calls AS old WHERE old.tenant = stage.tenant AND old.call_id = stage.call_id AND old.is_same)
      UNION
      SELECT tenant, caller FROM replaced_calls WHERE NOT is_same AND caller IS NOT NULL`);
    await updateCallerHistory(writer);
    await writer.run(`
      UPDATE turns SET new_caller = change.new_previous_at IS NULL FROM history_changes AS change
      WHERE change.newness_changed AND turns.tenant = change.tenant AND turns.call_id = change.call_id
        AND turns.call_started_at BETWEEN (SELECT min(started_at) FROM history_changes WHERE newness_changed)
          AND (SELECT max(started_at) FROM history_changes WHERE newness_changed)`);
  }

  async #insertTurns(): Promise<void> {
    const custom = attributeColumns(this.#attributes);
    const taken = [...TURN_CALL_COLUMNS, ...custom];
    await this.#writer.run(`
      INSERT INTO turns (${names(TURN_COLUMNS)}, ${names(taken)}, new_caller)
      SELECT ${sources(TURN_COLUMNS, 'stage')}, ${sources(taken, 'calls')},
        CASE WHEN calls.caller IS NOT NULL THEN calls.previous_at IS NULL END
      FROM stage_turns AS stage JOIN calls ON calls.tenant = stage.tenant AND calls.call_id = stage.call_id
      WHERE calls.started_at BETWEEN (SELECT min(started_at) FROM stage_calls) AND (SELECT max(started_at) FROM stage_calls)
      ORDER BY stage.happened_at`);
  }

  async #replaceSamples(): Promise<void> {
    const writer = this.#writer;
    await writer.run(`
      DELETE FROM samples USING stage_samples AS stage
      WHERE samples.tenant = stage.tenant AND samples.sample_id = stage.sample_id
        AND samples.happened_at BETWEEN (SELECT min(happened_at) FROM stage_samples) AND (SELECT max(happened_at) FROM stage_samples)`);
    await writer.run(`INSERT INTO samples (${names(SAMPLE_COLUMNS)}) SELECT * FROM stage_samples ORDER BY happened_at`);
  }

  async #changedDays(withCalls: boolean): Promise<ChangedDay[]> {
    const parts = ['SELECT tenant, happened_at FROM stage_samples', 'SELECT tenant, happened_at FROM stage_turns'];
    if (withCalls) {
      parts.push('SELECT tenant, started_at FROM stage_calls', 'SELECT tenant, started_at FROM replaced_calls');
      parts.push('SELECT tenant, started_at FROM history_changes');
    }
    const reader = await this.#writer.runAndReadAll(
      `SELECT DISTINCT tenant, changed_at // ${DAY} AS day FROM (${parts.join(' UNION ALL ')}) AS changed (tenant, changed_at)`,
    );
    return reader.getRowObjects().map(({ tenant, day }) => ({ tenant: String(tenant), day: Number(day) }));
  }
}

const DAY = '86_400_000_000';
