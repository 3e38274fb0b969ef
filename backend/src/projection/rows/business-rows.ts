import type { DuckDBConnection } from '@duckdb/node-api';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { AppointmentRow } from '../fold/appointment.js';
import type { PaymentRow } from '../fold/payment.js';
import { appendRows, type ReadCell } from '../../storage/duckdb/append.js';
import type { Column } from '../../storage/tables/column.js';
import { RECORD_COLUMNS } from '../../storage/tables/columns.js';
import { updateJourneys } from './journeys.js';
import type { RowMarks } from './row-marks.js';
import { askForAppointments, askForPayments, linkAppointments, linkPayments } from './link-bookings.js';
import { takeOverCalls } from './update-business.js';
import { PLAIN_TABLES, type PlainTable } from '../../storage/tables/plain-tables.js';
import { replacePlain } from './replace-plain.js';
import { plainReaders, unplaced } from './row-readers.js';
import type { Micros } from '../../lib/time/units.js';

const { appointments: APPOINTMENTS, payments: PAYMENTS } = PLAIN_TABLES;

/** A folded row, of which the place in the record is asked for by name. */
interface Placed {
  readonly anchor: number;
}

const stageColumns = ({ folded, linked }: PlainTable): readonly Column[] => [...folded, ...RECORD_COLUMNS, ...linked];

/** Stages of appointments and payments, with their columns. */
export const BUSINESS_STAGES: Readonly<Record<string, readonly Column[]>> = {
  stage_appointments: stageColumns(APPOINTMENTS),
  stage_payments: stageColumns(PAYMENTS),
};

/** SQL of the addresses that somebody gave beside the number. */
const ADDRESSES = [APPOINTMENTS, PAYMENTS]
  .map(
    ({ name }) => `SELECT email FROM ${name} WHERE tenant = $tenant AND caller = $caller::UUID AND email IS NOT NULL`,
  )
  .join(' UNION ');

/**
 * SQL of the rows of a table whose calls were replaced, or are first calls of their callers since or no more. A row knows
 * when its call started, which bounds where they can be.
 */
const ofReplacedCalls = (name: string): string => {
  const calls = `
    SELECT tenant, call_id, started_at FROM stage_calls UNION ALL SELECT tenant, call_id, started_at FROM replaced_calls
    UNION ALL SELECT tenant, call_id, started_at FROM history_changes WHERE newness_changed`;
  return `SELECT own.rowid FROM ${name} AS own SEMI JOIN (${calls}) AS changed USING (tenant, call_id)
    WHERE own.call_started_at BETWEEN (SELECT min(started_at) FROM (${calls})) AND (SELECT max(started_at) FROM (${calls}))`;
};

/** How the rows of a table ask for their calls, and find them. */
const LINKS = [
  { table: APPOINTMENTS, ask: askForAppointments, link: linkAppointments },
  { table: PAYMENTS, ask: askForPayments, link: linkPayments },
] as const;

type BusinessTable = (typeof LINKS)[number]['table'];

interface Options {
  /** How long after a call a booking or payment of its caller may follow; microseconds. */
  readonly linkWindow: Micros;
  readonly attributes: readonly AttributeDeclaration[];
  readonly marks: RowMarks | undefined;
}

/** What one transaction does. */
interface Round {
  /** Number of this change. */
  readonly change: number;
  readonly fromRecord: boolean;
  /** Whether calls are replaced in it: `stage_calls`, `replaced_calls`, `touched_callers`, `history_changes` say which. */
  readonly withCalls: boolean;
}

/**
 * Appointments and payments, the calls they belong to, and the journeys that they are part of. A link is worked out from
 * the rows, by `link-business.ts`, and anew whenever one of the rows that it depends on changes, so that it does not matter
 * which of them came first. A row whose link changes has changed: the record gets it anew. What comes from the record brings
 * its links. What a row takes over from its call, and what it adds to the call's journey, follows in the same transaction.
 */
export class BusinessRows {
  readonly #writer: DuckDBConnection;
  readonly #options: Options;
  #mayHaveRows: boolean | undefined;

  constructor(writer: DuckDBConnection, options: Options) {
    this.#writer = writer;
    this.#options = options;
  }

  async append(appointments: readonly AppointmentRow[], payments: readonly PaymentRow[]): Promise<void> {
    await this.#appendTo(APPOINTMENTS, appointments);
    await this.#appendTo(PAYMENTS, payments);
  }

  /**
   * Puts what is staged in the place of what is there, takes away what is gone, and mends links and journeys. Runs within
   * a transaction; adds the times of rows that changed, and of calls whose journey did, to `changed_times` (tenant, moment).
   */
  async replace(round: Round): Promise<void> {
    const { change, fromRecord, withCalls } = round;
    await this.#writer.run(
      'CREATE OR REPLACE TEMP TABLE journey_calls (tenant VARCHAR, call_id VARCHAR, started_at BIGINT)',
    );
    const isStaged = await this.#isStaged();
    if (isStaged) {
      this.#mayHaveRows = true;
      for (const { table } of LINKS)
        await replacePlain(this.#writer, table, { change, fromRecord }, () =>
          this.#note(table, `SELECT row FROM replaced_${table.name}`, change),
        );
    }
    this.#mayHaveRows ??= await this.#hasRows();
    if (!this.#mayHaveRows || (!withCalls && !isStaged)) return;
    await this.#findChangedCalls(withCalls);
    for (const one of LINKS) await this.#relink(one, round);
    await this.#updateJourneys(change);
  }

  /** Notes in `stage_gone` what is of a caller, or of the calls that stand there. */
  async stageErased(tenant: string, caller: string): Promise<void> {
    for (const { name, id } of [APPOINTMENTS, PAYMENTS]) {
      await this.#writer.run(
        `INSERT INTO stage_removed SELECT tenant, '${name}', anchor, ${id} FROM ${name} WHERE tenant = $tenant AND (
           caller = $caller::UUID OR email = $caller::UUID OR email IN (${ADDRESSES})
           OR reported_call_id IN (SELECT id FROM stage_removed WHERE measurement = 'calls')
           OR call_id IN (SELECT id FROM stage_removed WHERE measurement = 'calls'))`,
        { tenant, caller },
      );
    }
    await this.#writer.run(
      `INSERT INTO stage_removed SELECT tenant, 'touches', anchor, touch_id FROM touches WHERE tenant = $tenant AND (
         caller = $caller::UUID OR email = $caller::UUID OR email IN (${ADDRESSES}))`,
      { tenant, caller },
    );
  }

  /** Finds the calls of rows, and has the rows take over what their calls are. */
  async #relink({ table, ask, link }: (typeof LINKS)[number], { change, fromRecord, withCalls }: Round): Promise<void> {
    const { name, id } = table;
    const writer = this.#writer;
    if (fromRecord)
      await writer.run(`
        CREATE OR REPLACE TEMP TABLE asked_${name} AS
        SELECT own.rowid AS row FROM ${name} AS own SEMI JOIN stage_${name} USING (tenant, ${id})`);
    else await ask(writer);
    await writer.run(`
      CREATE OR REPLACE TEMP TABLE updated_${name} AS
      SELECT row FROM asked_${name} ${withCalls ? `UNION ${ofReplacedCalls(name)}` : ''}`);
    const rows = `SELECT row FROM updated_${name}`;
    const reader = await writer.runAndReadAll(`${rows} LIMIT 1`);
    if (reader.currentRowCount === 0) return;
    await this.#note(table, rows, change);
    if (!fromRecord) await link(writer, this.#options.linkWindow, change);
    await takeOverCalls(writer, table, `updated_${name}`, this.#options.attributes);
    await this.#note(table, rows, change);
  }

  /** Notes what some rows are part of, before and after they change: cells of KPI series, days, journeys. */
  async #note({ name, time }: BusinessTable, rows: string, change: number): Promise<void> {
    const own = `${name} WHERE rowid IN (${rows})`;
    await this.#writer.run(`INSERT INTO changed_times SELECT DISTINCT tenant, ${time} FROM ${own}`);
    await this.#writer.run(
      `INSERT INTO journey_calls SELECT DISTINCT tenant, call_id, call_started_at FROM ${own} AND call_id IS NOT NULL`,
    );
    await this.#options.marks?.mark(name, own, change);
  }

  async #updateJourneys(change: number): Promise<void> {
    const reader = await this.#writer.runAndReadAll('SELECT 1 FROM journey_calls LIMIT 1');
    if (reader.currentRowCount === 0) return;
    await updateJourneys(this.#writer);
    await this.#writer.run('INSERT INTO changed_times SELECT DISTINCT tenant, started_at FROM updated_calls');
    await this.#options.marks?.mark('calls', 'calls WHERE rowid IN (SELECT row FROM updated_calls)', change);
  }

  async #appendTo(table: PlainTable, rows: readonly Placed[]): Promise<void> {
    const { name, folded, linked } = table;
    const none = linked.map((): ReadCell<Placed> => () => null);
    const readers = [...plainReaders<Placed>(folded), ...unplaced, ...none];
    await appendRows(this.#writer, `stage_${name}`, stageColumns(table), readers, rows);
  }

  async #isStaged(): Promise<boolean> {
    const reader = await this.#writer.runAndReadAll(`
      (SELECT 1 FROM stage_appointments LIMIT 1) UNION ALL (SELECT 1 FROM stage_payments LIMIT 1)
      UNION ALL (SELECT 1 FROM stage_removed WHERE measurement IN ('appointments', 'payments') LIMIT 1)`);
    return reader.currentRowCount > 0;
  }

  async #hasRows(): Promise<boolean> {
    const reader = await this.#writer.runAndReadAll(
      '(SELECT 1 FROM appointments LIMIT 1) UNION ALL (SELECT 1 FROM payments LIMIT 1)',
    );
    return reader.currentRowCount > 0;
  }

  /** Ids of calls that came, went or changed, and callers whose calls did. */
  async #findChangedCalls(withCalls: boolean): Promise<void> {
    const ids = `
      SELECT tenant, call_id AS id FROM stage_calls UNION
      SELECT tenant, provider_call_sid FROM stage_calls WHERE provider_call_sid IS NOT NULL UNION
      SELECT tenant, call_id FROM replaced_calls`;
    const none = (column: string, type: string): string =>
      `SELECT NULL::VARCHAR AS tenant, NULL::${type} AS ${column} LIMIT 0`;
    await this.#writer.run(`CREATE OR REPLACE TEMP TABLE changed_calls AS ${withCalls ? ids : none('id', 'VARCHAR')}`);
    await this.#writer.run(
      `CREATE OR REPLACE TEMP TABLE changed_callers AS ${withCalls ? 'FROM touched_callers' : none('caller', 'UUID')}`,
    );
  }
}
