import { DAY_MICROS } from '../../lib/time/durations.js';
import type { DuckDBConnection } from '@duckdb/node-api';

/** Clocks of two platforms may differ by so much; microseconds. */
const CLOCK_SLACK = 300_000_000;

/** A call that an appointment or payment names is looked for within so much time around it: a year of invoices, and more. */
const TOLD_REACH = 400 * DAY_MICROS;

/** Time within which rows lie that ask for a call, microseconds; null where none does. */
interface Span {
  readonly first: bigint | null;
  readonly last: bigint | null;
}

/** SQL of whether a row's link is another one than was found. */
const isChanged = (table: string, columns: readonly string[]): string =>
  `(${columns.map((name) => `${table}.${name} IS DISTINCT FROM found.${name}`).join(' OR ')})`;

/** A row says whose it is, or its reference may. */
const IS_REPORTED = 'reported_call_id IS NOT NULL OR reported_reference IS NOT NULL';

/** A row that names neither call nor appointment goes by its person, unless its reference turns out to be an id. */
const isOfPerson = (row: string): string =>
  `${row}.reported_call_id IS NULL AND ${row}.reported_appointment_id IS NULL`;

/**
 * SQL of the calls that rows name, by either id of a call. Two joins, since one on either id would compare each with each.
 * @param asked a table with row, tenant, moment, caller, reported_call_id, reported_appointment_id and reported_reference
 */
const reportedCalls = (asked: string, { first, last }: Span): string => {
  const by = (column: string): string => `
    SELECT asked.row, calls.call_id, calls.started_at FROM ${asked} AS asked JOIN calls
      ON calls.tenant = asked.tenant AND calls.${column} = coalesce(asked.reported_call_id, asked.reported_reference)
    WHERE calls.started_at BETWEEN ${first} - ${TOLD_REACH} AND ${last} + ${TOLD_REACH}`;
  return `
    SELECT row, min(struct_pack(id := call_id, moment := started_at)) AS call, true AS is_reported
    FROM (${by('call_id')} UNION ALL ${by('provider_call_sid')}) GROUP BY row`;
};

/** SQL of the latest calls that the persons of rows made before them, within the window. */
const callsBefore = (asked: string, { first, last }: Span, window: number): string => `
  SELECT asked.row, arg_max(struct_pack(id := calls.call_id, moment := calls.started_at),
    struct_pack(moment := calls.started_at, id := calls.call_id)) AS call, false AS is_reported
  FROM ${asked} AS asked JOIN calls ON calls.tenant = asked.tenant AND calls.caller = asked.caller
    AND calls.started_at BETWEEN asked.moment - ${window} AND asked.moment + ${CLOCK_SLACK}
  WHERE ${isOfPerson('asked')} AND calls.started_at BETWEEN ${first} - ${window} AND ${last} + ${CLOCK_SLACK}
  GROUP BY asked.row`;

/**
 * Notes in `found_calls` the call of each asked row that has one: the call that it names, else the latest earlier one of
 * the person if it names nothing. Calls are only read where rows ask for them, and within bounds that the database can
 * prune by: with ten million calls that is the difference between a second and some milliseconds.
 * @returns whether any row asks
 */
async function findCalls(writer: DuckDBConnection, asked: string, window: number): Promise<boolean> {
  const spanOf = async (condition: string): Promise<Span> => {
    const reader = await writer.runAndReadAll(
      `SELECT min(moment) AS first, max(moment) AS last FROM ${asked} WHERE ${condition}`,
    );
    return reader.getRowObjects()[0] as unknown as Span;
  };
  const reported = await spanOf(IS_REPORTED);
  const ofPerson = await spanOf(isOfPerson(asked));
  const parts = [
    'SELECT NULL::BIGINT AS row, NULL::STRUCT(id VARCHAR, moment BIGINT) AS call, false AS is_reported LIMIT 0',
    ...(reported.first === null ? [] : [reportedCalls(asked, reported)]),
    ...(ofPerson.first === null ? [] : [callsBefore(asked, ofPerson, window)]),
  ];
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE found_calls AS
    SELECT row, call.id AS call_id, call.moment AS call_started_at, is_reported FROM (
      SELECT row, arg_max(call, is_reported) AS call, bool_or(is_reported) AS is_reported
      FROM (${parts.map((part) => `(${part})`).join(' UNION ALL ')}) GROUP BY row)`);
  const reader = await writer.runAndReadAll(`SELECT 1 FROM ${asked} LIMIT 1`);
  return reader.currentRowCount > 0;
}

/** Notes in `asked_appointments` the appointments that changed, or whose call or caller did. */
export async function askForAppointments(writer: DuckDBConnection): Promise<void> {
  // Semi joins, each on one column: a hundred times faster than one condition on all of them.
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE asked_appointments AS
    WITH found AS (
      SELECT own.rowid AS row FROM appointments AS own SEMI JOIN stage_appointments USING (tenant, appointment_id)
      UNION SELECT own.rowid FROM appointments AS own SEMI JOIN changed_calls AS changed
        ON own.tenant = changed.tenant AND own.reported_call_id = changed.id
      UNION SELECT own.rowid FROM appointments AS own SEMI JOIN changed_callers USING (tenant, caller)
        WHERE own.reported_call_id IS NULL
    )
    SELECT found.row, tenant, appointment_id, created_at AS moment, caller, email, reported_call_id,
      NULL::VARCHAR AS reported_appointment_id, NULL::VARCHAR AS reported_reference
    FROM found JOIN appointments ON appointments.rowid = found.row`);
}

/**
 * Finds the call of each appointment in `asked_appointments`: the call that it names, else the latest one that the same
 * person made before it was made, within the window. A call that is named and not there is waited for, and no other takes
 * its place.
 */
export async function linkAppointments(writer: DuckDBConnection, window: number, change: number): Promise<void> {
  if (!(await findCalls(writer, 'asked_appointments', window))) return;
  await writer.run(`
    UPDATE appointments SET call_id = found.call_id, call_started_at = found.call_started_at, link = found.link, change = ${change} FROM (
      SELECT asked.row, found_calls.call_id, found_calls.call_started_at, CASE WHEN is_reported THEN 'call_id' WHEN NOT is_reported THEN 'caller' END AS link
      FROM asked_appointments AS asked LEFT JOIN found_calls USING (row)
    ) AS found WHERE appointments.rowid = found.row
      AND ${isChanged('appointments', ['call_id', 'call_started_at', 'link'])}`);
}

/** SQL of the latest appointments of the persons of payments: made before, and begun no longer ago than the window. */
const appointmentsOfPerson = (window: number): string => {
  const by = (identity: string): string => `
    SELECT asked.row, made.appointment_id, made.created_at FROM asked_payments AS asked JOIN appointments AS made
      ON made.tenant = asked.tenant AND made.${identity} = asked.${identity}
      AND made.created_at <= asked.moment + ${CLOCK_SLACK} AND coalesce(made.starts_at, made.created_at) + ${window} >= asked.moment
    WHERE ${isOfPerson('asked')}`;
  return `
    SELECT row, arg_max(appointment_id, struct_pack(moment := created_at, id := appointment_id)) AS appointment_id
    FROM (${by('caller')} UNION ALL ${by('email')}) GROUP BY row`;
};

/** Notes in `asked_payments` the payments that changed, or on whose call, appointment or person something did. */
export async function askForPayments(writer: DuckDBConnection): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE asked_payments AS
    WITH found AS (
      SELECT own.rowid AS row FROM payments AS own SEMI JOIN stage_payments USING (tenant, payment_id)
      UNION SELECT own.rowid FROM payments AS own SEMI JOIN changed_calls AS changed
        ON own.tenant = changed.tenant AND own.reported_call_id = changed.id
      UNION SELECT own.rowid FROM payments AS own SEMI JOIN changed_calls AS changed
        ON own.tenant = changed.tenant AND own.reported_reference = changed.id
      UNION SELECT own.rowid FROM payments AS own SEMI JOIN asked_appointments AS made
        ON own.tenant = made.tenant AND own.reported_appointment_id = made.appointment_id
      UNION SELECT own.rowid FROM payments AS own SEMI JOIN asked_appointments AS made
        ON own.tenant = made.tenant AND own.reported_reference = made.appointment_id
      UNION SELECT own.rowid FROM payments AS own SEMI JOIN changed_callers USING (tenant, caller) WHERE ${isOfPerson('own')}
      UNION SELECT own.rowid FROM payments AS own SEMI JOIN asked_appointments USING (tenant, caller) WHERE ${isOfPerson('own')}
      UNION SELECT own.rowid FROM payments AS own SEMI JOIN asked_appointments USING (tenant, email) WHERE ${isOfPerson('own')}
    )
    SELECT found.row, tenant, happened_at AS moment, caller, email, reported_call_id, reported_appointment_id, reported_reference
    FROM found JOIN payments ON payments.rowid = found.row`);
}

/**
 * Finds call and appointment of each payment in `asked_payments`: those that it names, or that its reference turns out to
 * be; else the latest appointment of the same person (by number or address) that it can belong to, and that one's call; else
 * the latest call of the person within the window. Runs after `linkAppointments`.
 */
export async function linkPayments(writer: DuckDBConnection, window: number, change: number): Promise<void> {
  if (!(await findCalls(writer, 'asked_payments', window))) return;
  await writer.run(`
    UPDATE payments SET call_id = found.call_id, call_started_at = found.call_started_at, appointment_id = found.appointment_id,
      link = found.link, change = ${change} FROM (
      SELECT asked.row,
        coalesce(named.appointment_id, CASE WHEN own.is_reported IS NOT TRUE THEN theirs.appointment_id END) AS appointment_id,
        CASE
          WHEN own.is_reported THEN own.call_id
          WHEN named.appointment_id IS NOT NULL THEN named.call_id
          ELSE coalesce(made.call_id, own.call_id)
        END AS call_id,
        CASE
          WHEN own.is_reported THEN own.call_started_at
          WHEN named.appointment_id IS NOT NULL THEN named.call_started_at
          WHEN made.call_id IS NOT NULL THEN made.call_started_at
          ELSE own.call_started_at
        END AS call_started_at,
        CASE
          WHEN own.is_reported THEN 'call_id'
          WHEN named.appointment_id IS NOT NULL THEN 'appointment_id'
          WHEN made.caller = asked.caller OR own.call_id IS NOT NULL THEN 'caller'
          WHEN made.email = asked.email THEN 'email'
        END AS link
      FROM asked_payments AS asked
      LEFT JOIN appointments AS named ON named.tenant = asked.tenant AND named.appointment_id = coalesce(asked.reported_appointment_id, asked.reported_reference)
      LEFT JOIN (${appointmentsOfPerson(window)}) AS theirs USING (row)
      LEFT JOIN appointments AS made ON made.tenant = asked.tenant AND made.appointment_id = theirs.appointment_id
      LEFT JOIN found_calls AS own USING (row)
    ) AS found WHERE payments.rowid = found.row
      AND ${isChanged('payments', ['call_id', 'call_started_at', 'appointment_id', 'link'])}`);
}
