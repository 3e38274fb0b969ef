import type { DuckDBConnection } from '@duckdb/node-api';
import type { AppointmentRow } from '../fold/appointment.js';
import type { PaymentRow } from '../fold/payment.js';
import { appendRows } from '../../storage/duckdb/append.js';
import { PLAIN_TABLES } from '../../storage/tables/plain-tables.js';
import { foldedRow, rowsOf } from './eventless-calls.js';

/** An appointment or payment, named. */
export interface BusinessRef {
  readonly tenant: string;
  readonly table: 'appointments' | 'payments';
  readonly id: string;
}

/** Appointments and payments whose events are not here. */
export interface EventlessBusiness {
  readonly appointments: readonly AppointmentRow[];
  readonly payments: readonly PaymentRow[];
}

const COLUMNS = (['tenant', 'table', 'id'] as const).map((name) => ({ name, type: 'text' as const }));

async function ask(writer: DuckDBConnection, rows: readonly BusinessRef[]): Promise<void> {
  await writer.run('CREATE OR REPLACE TEMP TABLE asked_business (tenant VARCHAR, "table" VARCHAR, id VARCHAR)');
  await appendRows(
    writer,
    'asked_business',
    COLUMNS,
    COLUMNS.map(
      ({ name }) =>
        (row: BusinessRef) =>
          row[name],
    ),
    rows,
  );
}

const isAsked = (table: BusinessRef['table']): string =>
  `(tenant, ${PLAIN_TABLES[table].id}) IN (SELECT (tenant, id) FROM asked_business WHERE "table" = '${table}')`;

/** Whether there is any row whose events are not here. */
export async function hasEventlessBusiness(writer: DuckDBConnection): Promise<boolean> {
  const sql = `(SELECT 1 AS found FROM appointments WHERE eventless LIMIT 1)
    UNION ALL (SELECT 1 FROM payments WHERE eventless LIMIT 1)`;
  return (await rowsOf(writer, sql)).length > 0;
}

/** Those of some rows that are there while their events are not. */
export async function readEventlessBusiness(
  writer: DuckDBConnection,
  rows: readonly BusinessRef[],
): Promise<EventlessBusiness> {
  await ask(writer, rows);
  const read = async (table: BusinessRef['table']): Promise<unknown[]> => {
    const found = await rowsOf(
      writer,
      `SELECT * REPLACE (replace(caller::VARCHAR, '-', '') AS caller, replace(email::VARCHAR, '-', '') AS email)
       FROM ${table} WHERE eventless AND ${isAsked(table)}`,
    );
    return found.map((row) => foldedRow(row, PLAIN_TABLES[table].folded));
  };
  return {
    appointments: (await read('appointments')) as AppointmentRow[],
    payments: (await read('payments')) as PaymentRow[],
  };
}

/** Notes that the events of some rows are here, or are not any more. */
export async function markEventlessBusiness(
  writer: DuckDBConnection,
  rows: readonly BusinessRef[],
  eventless: boolean,
): Promise<void> {
  if (rows.length === 0) return;
  await ask(writer, rows);
  for (const table of ['appointments', 'payments'] as const)
    await writer.run(`UPDATE ${table} SET eventless = ${eventless} WHERE ${isAsked(table)}`);
}
