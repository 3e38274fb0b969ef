import type { DuckDBConnection } from '@duckdb/node-api';
import type { AppointmentRow } from '../fold/appointment.js';
import type { PaymentRow } from '../fold/payment.js';
import { appendRows } from './append.js';
import { names, sources } from './column-lists.js';
import { APPOINTMENT_COLUMNS, PAYMENT_COLUMNS, type Column } from './columns.js';
import { linkAppointments, linkPayments } from './link-business.js';
import { plainReaders } from './row-readers.js';

/** Stages of appointments and payments, with their columns. */
export const BUSINESS_STAGES: Readonly<Record<string, readonly Column[]>> = {
  stage_appointments: APPOINTMENT_COLUMNS,
  stage_payments: PAYMENT_COLUMNS,
};

/**
 * Appointments and payments, and the calls they belong to. A link is worked out from the rows, by `link-business.ts`, and
 * anew whenever one of the rows that it depends on changes, so that it does not matter which of them came first.
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
    const writer = this.#writer;
    await appendRows(
      writer,
      'stage_appointments',
      APPOINTMENT_COLUMNS,
      plainReaders(APPOINTMENT_COLUMNS),
      appointments,
    );
    await appendRows(writer, 'stage_payments', PAYMENT_COLUMNS, plainReaders(PAYMENT_COLUMNS), payments);
  }

  /**
   * Puts what is staged in the place of what is there, and mends the links. Runs within a transaction.
   * @param withCalls whether calls were replaced in it: `stage_calls`, `replaced_calls` and `touched_callers` say which
   */
  async replace(withCalls: boolean): Promise<void> {
    const appointments = await this.#replaceTable('appointments', 'appointment_id', APPOINTMENT_COLUMNS);
    const payments = await this.#replaceTable('payments', 'payment_id', PAYMENT_COLUMNS);
    if (appointments + payments > 0) this.#mayHaveRows = true;
    this.#mayHaveRows ??= await this.#hasRows();
    if (!this.#mayHaveRows || (!withCalls && appointments + payments === 0)) return;
    await this.#findChangedCalls(withCalls);
    await linkAppointments(this.#writer, this.#linkWindow);
    await linkPayments(this.#writer, this.#linkWindow);
  }

  /** Deletes what is of a caller, or of the calls in `stage_gone`. Runs within a transaction. */
  async erase(tenant: string, caller: string): Promise<void> {
    for (const table of ['appointments', 'payments']) {
      await this.#writer.run(
        `DELETE FROM ${table} WHERE tenant = $tenant AND (
           caller = $caller::UUID OR email = $caller::UUID OR told_call_id IN (SELECT id FROM stage_gone))`,
        { tenant, caller },
      );
    }
  }

  async #hasRows(): Promise<boolean> {
    const reader = await this.#writer.runAndReadAll(
      '(SELECT 1 FROM appointments LIMIT 1) UNION ALL (SELECT 1 FROM payments LIMIT 1)',
    );
    return reader.currentRowCount > 0;
  }

  async #replaceTable(table: string, key: string, columns: readonly Column[]): Promise<number> {
    const stage = `stage_${table}`;
    const staged = await this.#writer.runAndReadAll(`SELECT count(*) FROM ${stage}`);
    const count = Number(staged.getRows()[0]?.[0]);
    if (count === 0) return 0;
    await this.#writer.run(
      `DELETE FROM ${table} USING ${stage} AS stage WHERE ${table}.tenant = stage.tenant AND ${table}.${key} = stage.${key}`,
    );
    await this.#writer.run(
      `INSERT INTO ${table} (${names(columns)}) SELECT ${sources(columns, 'stage')} FROM ${stage} AS stage`,
    );
    return count;
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
