import type { DuckDBConnection } from '@duckdb/node-api';

/** Clocks of two platforms may differ by so much; microseconds. */
const CLOCK_SLACK = 300_000_000;

/** A call that an appointment or payment names is looked for within so much time around it: a year of invoices, and more. */
const TOLD_REACH = 400 * 86_400_000_000;

/**
 * SQL of the calls that rows name, by either id of a call. Two joins, since one on either id would compare each with each.
 * @param rows a table with row, tenant, moment and told_call_id
 */
const toldCalls = (rows: string): string => {
  const by = (column: string): string => `
    SELECT asked.row, calls.call_id FROM ${rows} AS asked JOIN calls
      ON calls.tenant = asked.tenant AND calls.${column} = asked.told_call_id
    WHERE calls.started_at BETWEEN (SELECT min(moment) FROM ${rows} WHERE told_call_id IS NOT NULL) - ${TOLD_REACH}
      AND (SELECT max(moment) FROM ${rows} WHERE told_call_id IS NOT NULL) + ${TOLD_REACH}`;
  return `SELECT row, min(call_id) AS call_id FROM (${by('call_id')} UNION ALL ${by('provider_call_sid')}) GROUP BY row`;
};

/**
 * SQL of the latest calls that the persons of rows made before them, within the window.
 * @param rows a table with row, tenant, moment and caller
 */
const callsBefore = (rows: string, window: number): string => `
  SELECT asked.row, arg_max(calls.call_id, struct_pack(moment := calls.started_at, id := calls.call_id)) AS call_id
  FROM ${rows} AS asked JOIN calls ON calls.tenant = asked.tenant AND calls.caller = asked.caller
    AND calls.started_at BETWEEN asked.moment - ${window} AND asked.moment + ${CLOCK_SLACK}
  WHERE asked.told_call_id IS NULL
    AND calls.started_at BETWEEN (SELECT min(moment) FROM ${rows}) - ${window} AND (SELECT max(moment) FROM ${rows}) + ${CLOCK_SLACK}
  GROUP BY asked.row`;

/**
 * Finds the call of each appointment that changed, or whose call or caller did: the call that it names, else the latest
 * one that the same person made before it was made, within the window. A call that is named and not there is waited for,
 * and no other takes its place. Leaves `asked_appointments` behind.
 */
export async function linkAppointments(writer: DuckDBConnection, window: number, change: number): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE asked_appointments AS
    SELECT rowid AS row, tenant, appointment_id, created_at AS moment, caller, email, told_call_id FROM appointments
    WHERE (tenant, appointment_id) IN (SELECT (tenant, appointment_id) FROM stage_appointments)
      OR (tenant, told_call_id) IN (SELECT (tenant, id) FROM changed_calls)
      OR (told_call_id IS NULL AND (tenant, caller) IN (SELECT (tenant, caller) FROM changed_callers))`);
  await writer.run(`
    UPDATE appointments SET call_id = found.call_id, link = found.link, change = ${change} FROM (
      SELECT asked.row, coalesce(told.call_id, own.call_id) AS call_id,
        CASE WHEN told.call_id IS NOT NULL THEN 'call_id' WHEN own.call_id IS NOT NULL THEN 'caller' END AS link
      FROM asked_appointments AS asked
      LEFT JOIN (${toldCalls('asked_appointments')}) AS told USING (row)
      LEFT JOIN (${callsBefore('asked_appointments', window)}) AS own USING (row)
    ) AS found WHERE appointments.rowid = found.row
      AND (appointments.call_id IS DISTINCT FROM found.call_id OR appointments.link IS DISTINCT FROM found.link)`);
}

/** SQL of the latest appointments of the persons of payments: made before, and begun no longer ago than the window. */
const appointmentsOfPerson = (window: number): string => {
  const by = (identity: string): string => `
    SELECT asked.row, made.appointment_id, made.created_at FROM asked_payments AS asked JOIN appointments AS made
      ON made.tenant = asked.tenant AND made.${identity} = asked.${identity}
      AND made.created_at <= asked.moment + ${CLOCK_SLACK} AND coalesce(made.starts_at, made.created_at) + ${window} >= asked.moment
    WHERE asked.told_appointment_id IS NULL AND asked.told_call_id IS NULL`;
  return `
    SELECT row, arg_max(appointment_id, struct_pack(moment := created_at, id := appointment_id)) AS appointment_id
    FROM (${by('caller')} UNION ALL ${by('email')}) GROUP BY row`;
};

/**
 * Finds call and appointment of each payment that changed, or on whose call, appointment or person something did: those
 * that it names; else the latest appointment of the same person (by number or address) that it can belong to, and that
 * one's call; else the latest call of the person within the window. Runs after `linkAppointments`.
 */
export async function linkPayments(writer: DuckDBConnection, window: number, change: number): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE asked_payments AS
    SELECT rowid AS row, tenant, happened_at AS moment, caller, email, told_call_id, told_appointment_id FROM payments
    WHERE (tenant, payment_id) IN (SELECT (tenant, payment_id) FROM stage_payments)
      OR (tenant, told_call_id) IN (SELECT (tenant, id) FROM changed_calls)
      OR (tenant, told_appointment_id) IN (SELECT (tenant, appointment_id) FROM asked_appointments)
      OR (told_call_id IS NULL AND told_appointment_id IS NULL AND (
        (tenant, caller) IN (SELECT (tenant, caller) FROM changed_callers)
        OR (tenant, caller) IN (SELECT (tenant, caller) FROM asked_appointments WHERE caller IS NOT NULL)
        OR (tenant, email) IN (SELECT (tenant, email) FROM asked_appointments WHERE email IS NOT NULL)))`);
  await writer.run(`
    UPDATE payments SET call_id = found.call_id, appointment_id = found.appointment_id, link = found.link, change = ${change} FROM (
      SELECT asked.row, coalesce(named.appointment_id, theirs.appointment_id) AS appointment_id,
        coalesce(told.call_id, named.call_id, made.call_id, own.call_id) AS call_id,
        CASE
          WHEN told.call_id IS NOT NULL THEN 'call_id'
          WHEN named.appointment_id IS NOT NULL THEN 'appointment_id'
          WHEN made.caller = asked.caller OR own.call_id IS NOT NULL THEN 'caller'
          WHEN made.email = asked.email THEN 'email'
        END AS link
      FROM asked_payments AS asked
      LEFT JOIN (${toldCalls('asked_payments')}) AS told USING (row)
      LEFT JOIN appointments AS named ON named.tenant = asked.tenant AND named.appointment_id = asked.told_appointment_id
      LEFT JOIN (${appointmentsOfPerson(window)}) AS theirs USING (row)
      LEFT JOIN appointments AS made ON made.tenant = asked.tenant AND made.appointment_id = theirs.appointment_id
      LEFT JOIN (${callsBefore('(FROM asked_payments WHERE told_appointment_id IS NULL)', window)}) AS own USING (row)
    ) AS found WHERE payments.rowid = found.row AND (payments.call_id IS DISTINCT FROM found.call_id
      OR payments.appointment_id IS DISTINCT FROM found.appointment_id OR payments.link IS DISTINCT FROM found.link)`);
}
