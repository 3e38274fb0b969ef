/* eslint-disable max-lines -- one transaction: its steps share the stages and the bounds */
import { DAY_MICROS } from '../../lib/time/durations.js';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { AppointmentRow } from '../fold/appointment.js';
import type { FoldedCall } from '../fold/call-row.js';
import type { PaymentRow } from '../fold/payment.js';
import type { SampleRow } from '../fold/sample.js';
import type { TouchRow } from '../fold/touch.js';
import { appendRows } from '../../storage/duckdb/append.js';
import { BusinessRows } from './business-rows.js';
import { ChangeNumbers } from '../../storage/duckdb/change-numbers.js';
import type { Column } from '../../storage/tables/column.js';
import {
  attributeColumns,
  CALL_COLUMNS,
  RECORD_COLUMNS,
  SAMPLE_COLUMNS,
  TOUCH_COLUMNS,
  TURN_COLUMNS,
} from '../../storage/tables/columns.js';
import { EventPresence } from './event-presence.js';
import type { CallRef } from './eventless-calls.js';
import { expireArrivals } from './arrivals.js';
import { expireRows, type RowLimits } from './expire-rows.js';
import type { RowMarks } from './row-marks.js';
import { replaceCalls, turnsOf, type Matching } from './replace-calls.js';
import { stageRemoved } from './stage-removed.js';
import { PLAIN_TABLES, type PlainTableName } from '../../storage/tables/plain-tables.js';
import { replacePlain } from './replace-plain.js';
import { callReaders, turnReaders, unplaced } from './row-readers.js';
import { createStages } from '../../storage/duckdb/schema.js';
import { appendPlain, STAGES, stagesOf } from './stages.js';
import type { Micros } from '../../lib/time/units.js';

/** Rows that take the place of whatever was there under the same key. No key may stand in a batch twice. */
export interface Batch {
  readonly calls: readonly FoldedCall[];
  readonly samples: readonly SampleRow[];
  readonly appointments?: readonly AppointmentRow[];
  readonly payments?: readonly PaymentRow[];
  readonly touches?: readonly TouchRow[];
  /** Calls that have no row any more, because one of the calls above has it. */
  readonly removed?: readonly CallRef[];
}

/** A UTC day of a tenant in which rows changed. */
export interface ChangedDay {
  readonly tenant: string;
  /** Days since 1970-01-01. */
  readonly day: number;
}

/** A row, by its id and where it stands in the record. */
interface Placed {
  readonly id: string;
  /** Epoch microseconds. */
  readonly anchor: Micros;
}

const DAY = '86_400_000_000';

interface RowReplacerOptions {
  /** Absent when there are no KPI series to keep up. */
  readonly marks?: RowMarks | undefined;
  readonly clock?: () => number;
  /** How long after a call a booking or payment of its caller may follow; microseconds, a day if absent. */
  readonly linkWindow?: Micros;
}

/**
 * Replaces rows in one transaction: stage, find what is there (bounded by time, so that few row groups are read),
 * delete by row id, insert, and mend the callers' history.
 */
export class RowReplacer {
  /** Which rows have their events here. */
  readonly events: EventPresence;
  readonly #writer: DuckDBConnection;
  readonly #attributes: readonly AttributeDeclaration[];
  readonly #callColumns: readonly Column[];
  readonly #marks: RowMarks | undefined;
  readonly #changes: ChangeNumbers;
  readonly #business: BusinessRows;
  #staged = false;
  #lastChange = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(writer: DuckDBConnection, attributes: readonly AttributeDeclaration[], options: RowReplacerOptions = {}) {
    this.#writer = writer;
    this.#attributes = attributes;
    this.#callColumns = [...CALL_COLUMNS, ...attributeColumns(attributes)];
    this.#marks = options.marks;
    this.#changes = new ChangeNumbers(writer, options.clock ?? Date.now);
    this.events = new EventPresence(writer, attributes, (work) => this.#alone(work));
    this.#business = new BusinessRows(writer, {
      linkWindow: options.linkWindow ?? DAY_MICROS,
      attributes,
      marks: options.marks,
    });
  }

  /** Number of the last change that is durable. */
  get lastChange(): number {
    return this.#lastChange;
  }

  /** Replaces rows by what has been folded. @returns the days that changed, once all of it is durable */
  replace({
    calls,
    samples,
    removed = [],
    appointments = [],
    payments = [],
    touches = [],
  }: Batch): Promise<ChangedDay[]> {
    return this.#alone(async () => {
      await this.#prepareStages();
      await this.#append(calls, samples, touches);
      await this.#business.append(appointments, payments);
      const matching = matchById(calls);
      const isRemoved = await stageRemoved(this.#writer, removed, matching.bounds);
      const retract = (change: number) => (isRemoved ? this.#retract(change) : Promise.resolve());
      const withPlain = samples.length + touches.length > 0;
      return this.#transact(calls.length > 0, withPlain, matching, false, retract);
    });
  }

  /**
   * Replaces rows by what the record says.
   * @param fill fills the stages: what is there, and in `stage_gone` what is there no more
   * @returns the days that changed
   */
  replaceFromRecord(fill: (writer: DuckDBConnection) => Promise<void>): Promise<ChangedDay[]> {
    return this.#alone(async () => {
      await this.#prepareStages();
      await fill(this.#writer);
      return this.#transact(true, true, MATCH_BY_ANCHOR, true);
    });
  }

  /**
   * Takes all calls of a caller away, here and with the next publication from the record.
   * @param others calls that are the caller's as well, though their rows do not say so yet
   * @returns the days that changed
   */
  eraseCaller(tenant: string, caller: string, others: readonly string[] = []): Promise<ChangedDay[]> {
    return this.#alone(async () => {
      await this.#prepareStages();
      await this.#writer.run(
        `INSERT INTO stage_removed SELECT tenant, 'calls', anchor, call_id FROM calls
         WHERE tenant = $tenant AND caller = $caller::UUID`,
        { tenant, caller },
      );
      for (const id of others) {
        await this.#writer.run(
          `INSERT INTO stage_removed SELECT tenant, 'calls', anchor, call_id FROM calls
           WHERE tenant = $tenant AND call_id = $id AND caller IS DISTINCT FROM $caller::UUID`,
          { tenant, id, caller },
        );
      }
      await this.#business.stageErased(tenant, caller);
      return this.#transact(true, true, MATCH_BY_ANCHOR, false, (change) => this.#retract(change));
    });
  }

  /** Has rows of one tenant and table published again, and the points of those that are gone deleted again. */
  republish(tenant: string, table: 'calls' | PlainTableName, rows: readonly Placed[]): Promise<void> {
    return this.#alone(async () => {
      if (rows.length === 0) return;
      const change = await this.#changes.next();
      const anchors = rows.map(({ anchor }) => anchor).join(', ');
      await this.#writer.run(
        `UPDATE ${table} SET change = ${change} WHERE tenant = $tenant AND anchor IN (${anchors})`,
        { tenant },
      );
      for (const { id, anchor } of rows) {
        await this.#writer.run(
          `INSERT INTO retractions SELECT $tenant, '${table}', ${anchor}, $id, ${change}
           WHERE NOT EXISTS (FROM ${table} WHERE tenant = $tenant AND anchor = ${anchor})`,
          { tenant, id },
        );
      }
    });
  }

  /** Deletes what is older than its dataset is kept. @returns the days that changed */
  expire(limits: RowLimits): Promise<ChangedDay[]> {
    return this.#alone(async () => {
      const change = await this.#changes.next();
      await expireArrivals(this.#writer, change);
      return expireRows(this.#writer, limits, { change, marks: this.#marks, attributes: this.#attributes });
    });
  }

  /** Runs something on the writing connection while no other write is under way. */
  exclusively<T>(work: (writer: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#alone(() => work(this.#writer));
  }

  /** The connection has one transaction at a time, so that whoever writes waits for who does. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  /** Has the points of the rows in `stage_gone` deleted from the record. */
  async #retract(change: number): Promise<void> {
    await this.#writer.run(
      `INSERT INTO retractions SELECT tenant, measurement, anchor, id, ${change} FROM stage_removed`,
    );
  }

  async #transact(
    withCalls: boolean,
    withPlain: boolean,
    matching: Matching,
    fromRecord: boolean,
    alongside: (change: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<ChangedDay[]> {
    const change = await this.#changes.next();
    await this.#writer.run('BEGIN');
    try {
      await this.#writer.run('CREATE OR REPLACE TEMP TABLE changed_times (tenant VARCHAR, moment BIGINT)');
      if (withCalls) await this.#replaceCalls(matching, change, fromRecord);
      if (withPlain) await this.#replacePlain(change, fromRecord);
      await this.#business.replace({ change, fromRecord, withCalls });
      await alongside(change);
      const days = await this.#changedDays(withCalls);
      await this.#changes.note(change);
      await this.#writer.run('COMMIT');
      this.#lastChange = change;
      return days;
    } catch (error) {
      await this.#writer.run('ROLLBACK');
      throw error;
    }
  }

  async #prepareStages(): Promise<void> {
    const writer = this.#writer;
    if (!this.#staged) {
      await createStages(writer, stagesOf(this.#callColumns));
      this.#staged = true;
    }
    for (const stage of STAGES) await writer.run(`DELETE FROM ${stage}`);
  }

  async #append(
    calls: readonly FoldedCall[],
    samples: readonly SampleRow[],
    touches: readonly TouchRow[],
  ): Promise<void> {
    const writer = this.#writer;
    await appendRows(
      writer,
      'stage_calls',
      [...this.#callColumns, ...RECORD_COLUMNS],
      [...callReaders(this.#attributes), ...unplaced],
      calls,
    );
    const turns = calls.flatMap(({ call, turns: own }) => own.map((turn) => ({ call, turn })));
    await appendRows(writer, 'stage_turns', TURN_COLUMNS, turnReaders, turns);
    await appendPlain(writer, 'stage_samples', SAMPLE_COLUMNS, samples);
    await appendPlain(writer, 'stage_touches', TOUCH_COLUMNS, touches);
  }

  async #replaceCalls(matching: Matching, change: number, eventless: boolean): Promise<void> {
    const marks = this.#marks;
    await replaceCalls(this.#writer, this.#attributes, { matching, change, eventless }, async () => {
      await marks?.mark('calls', 'calls WHERE rowid IN (SELECT row FROM replaced_calls)', change);
      await marks?.mark('turns', `turns WHERE ${turnsOf('replaced_calls')}`, change);
    });
    const changed = `change = ${change} OR rowid IN (SELECT row FROM history_changes)`;
    await marks?.mark('calls', `calls WHERE ${changed}`, change);
    await marks?.mark('turns', `turns WHERE ${turnsOf('stage_calls')}`, change);
  }

  async #replacePlain(change: number, fromRecord: boolean): Promise<void> {
    await replacePlain(this.#writer, PLAIN_TABLES.touches, { change, fromRecord }, async () => {
      await this.#writer.run(
        'INSERT INTO changed_times SELECT tenant, happened_at FROM touches WHERE rowid IN (SELECT row FROM replaced_touches)',
      );
    });
    await replacePlain(this.#writer, PLAIN_TABLES.samples, { change, fromRecord });
    await this.#marks?.mark('samples', `samples WHERE change = ${change}`, change);
  }

  async #changedDays(withCalls: boolean): Promise<ChangedDay[]> {
    const parts = ['stage_samples', 'stage_turns', 'stage_touches'].map(
      (stage) => `SELECT tenant, happened_at FROM ${stage}`,
    );
    parts.push('SELECT tenant, moment FROM changed_times');
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

/** A start that moved is still within the times of the call's events. */
function matchById(calls: readonly FoldedCall[]): Matching {
  const earliest = calls.reduce((least, { firstEventAt }) => Math.min(least, firstEventAt), Infinity);
  const latest = calls.reduce((most, { call }) => Math.max(most, call.last_event_at), 0);
  return {
    condition: 'calls.call_id = stage.call_id',
    bounds: calls.length === 0 ? 'false' : `calls.started_at BETWEEN ${earliest} AND ${latest}`,
  };
}

/** In the record a row never leaves its place. */
const MATCH_BY_ANCHOR: Matching = {
  condition: 'calls.anchor = stage.anchor',
  bounds: 'calls.anchor BETWEEN (SELECT min(anchor) FROM stage_calls) AND (SELECT max(anchor) FROM stage_calls)',
};
