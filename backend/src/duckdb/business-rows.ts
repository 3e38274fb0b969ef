import type { DuckDBConnection } from '@duckdb/node-api';
import type { AppointmentRow } from '../fold/appointment.js';
import type { PaymentRow } from '../fold/payment.js';
import { appendRows, type ReadCell } from './append.js';
import { PLACE_COLUMNS, type Column } from './columns.js';
import { linkAppointments, linkPayments } from './link-business.js';
import { PLAIN_TABLES, type PlainTable } from './plain-tables.js';
import { replacePlain } from './replace-plain.js';
import { plainReaders, unplaced } from './row-readers.js';

const { appointments: APPOINTMENTS, payments: PAYMENTS } = PLAIN_TABLES;

/** A folded row, of which the place in the record is asked for by name. */
interface Placed {
  readonly anchor: number;
}

const stageColumns = ({ folded, linked }: PlainTable): readonly Column[] => [...folded, ...PLACE_COLUMNS, ...linked];

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
 * Appointments and payments, and the calls they belong to. A link is worked out from the rows, by `link-business.ts`, and
 * anew whenever one of the rows that it depends on changes, so that it does not matter which of them came first. A row
 * whose link changes has changed: the record gets it anew. What comes from the record brings its links.
 */
export class BusinessRows {
  readonly #writer: DuckDBConnection;
  readonly #linkWindow: number;
  #mayHaveRows: boolean | undefined;

  /** @param linkWindow how long after a call a booking or payment of its caller may follow; microseconds */
  constructor(writer: DuckDBConnection, linkWindow: number) {
    this.#writer = writer;
    this.#linkWindow = linkWindow;
  }

  async append(appointments: readonly AppointmentRow[], payments: readonly PaymentRow[]): Promise<void> {
    await this.#appendTo(APPOINTMENTS, appointments);
    await this.#appendTo(PAYMENTS, payments);
  }

  /**
   * Puts what is staged in the place of what is there, takes away what is gone, and mends the links. Runs within a
   * transaction.
   * @param withCalls whether calls were replaced in it: `stage_calls`, `replaced_calls` and `touched_callers` say which
   */
  async replace(change: number, fromRecord: boolean, withCalls: boolean): Promise<void> {
    const isStaged = await this.#isStaged();
    if (isStaged) {
      this.#mayHaveRows = true;
      for (const table of [APPOINTMENTS, PAYMENTS]) await replacePlain(this.#writer, table, { change, fromRecord });
    }
    this.#mayHaveRows ??= await this.#hasRows();
    if (fromRecord || !this.#mayHaveRows || (!withCalls && !isStaged)) return;
    await this.#findChangedCalls(withCalls);
    await linkAppointments(this.#writer, this.#linkWindow, change);
    await linkPayments(this.#writer, this.#linkWindow, change);
  }

  /** Notes in `stage_gone` what is of a caller, or of the calls that stand there. */
  async stageErased(tenant: string, caller: string): Promise<void> {
    for (const { name, id } of [APPOINTMENTS, PAYMENTS]) {
      await this.#writer.run(
        `INSERT INTO stage_gone SELECT tenant, '${name}', anchor, ${id} FROM ${name} WHERE tenant = $tenant AND (
           caller = $caller::UUID OR email = $caller::UUID OR email IN (${ADDRESSES})
           OR told_call_id IN (SELECT id FROM stage_gone WHERE measurement = 'calls')
           OR call_id IN (SELECT id FROM stage_gone WHERE measurement = 'calls'))`,
        { tenant, caller },
      );
    }
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
      UNION ALL (SELECT 1 FROM stage_gone WHERE measurement IN ('appointments', 'payments') LIMIT 1)`);
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
