import type { DuckDBConnection } from '@duckdb/node-api';
import { JOURNEY_COLUMNS, STEP_SLOTS, stepColumn } from '../../storage/tables/columns.js';

/** Stands between the steps of a path; no identifier may hold it. */
export const PATH_SEPARATOR = '\u001f';

const SEPARATOR = `chr(${PATH_SEPARATOR.charCodeAt(0)})`;

/** SQL of a step's place among those of the same instant: as a call goes, reported ones in the middle. */
export const stepRank = (step: string): string =>
  `CASE ${step} WHEN 'call.started' THEN 0 WHEN 'call.answered' THEN 1 WHEN 'booking.confirmed' THEN 3 WHEN 'payment.succeeded' THEN 4 WHEN 'booking.kept' THEN 5 ELSE 2 END`;

/** SQL of steps as text, an object of times, as one row for each step: `step`, `times`. */
export const stepEntries = (columns: string, source: string, text: string): string => `
  SELECT ${columns}, entry.key AS step, entry.value AS times FROM (
    SELECT ${columns}, unnest(map_entries(${text}::JSON::MAP(VARCHAR, BIGINT[]))) AS entry FROM ${source} WHERE ${text} IS NOT NULL)`;

/** Gives each step that no call of its tenant has reported before a column of its own, as long as there are any. */
async function assignSlots(writer: DuckDBConnection): Promise<void> {
  await writer.run(`
    INSERT INTO step_slots
    WITH fresh AS (SELECT DISTINCT tenant, step FROM stage_steps ANTI JOIN step_slots USING (tenant, step)),
    used AS (SELECT tenant, max(slot) AS used FROM step_slots GROUP BY tenant)
    SELECT tenant, step, coalesce(used, 0) + row_number() OVER (PARTITION BY tenant ORDER BY step) AS slot
    FROM fresh LEFT JOIN used USING (tenant)
    QUALIFY slot <= ${STEP_SLOTS}`);
}

const occurrences = (call: string): string => `
  SELECT tenant, call_id, started_at AS moment, 'call.started' AS step FROM ${call}
  UNION ALL SELECT tenant, call_id, answered_at, 'call.answered' FROM ${call} WHERE answered_at IS NOT NULL`;

const pathSql = `string_agg(step, ${SEPARATOR} ORDER BY moment, ${stepRank('step')}, step)`;

/** Names and SQL of the columns of a call's journey, for calls about to be inserted; `reported` is their journey. */
export interface JourneyColumns {
  readonly names: string;
  /** @param call table with the times of the calls */
  readonly sql: (call: string) => string;
}

function journeyColumns(columns: readonly string[]): JourneyColumns {
  const path = (call: string): string =>
    `coalesce(reported.path, CASE WHEN ${call}.answered_at IS NULL THEN 'call.started' ELSE concat('call.started', ${SEPARATOR}, 'call.answered') END)`;
  return {
    names: ['path', 'repeats', ...columns].join(', '),
    sql: (call) =>
      [path(call), 'coalesce(reported.repeats, false)', ...columns.map((name) => `reported.${name}`)].join(', '),
  };
}

/** Columns in which the steps stand that the calls in `stage_steps` report. */
async function usedColumns(writer: DuckDBConnection): Promise<{ column: string; slot: number }[]> {
  const reader = await writer.runAndReadAll(
    'SELECT DISTINCT slot FROM stage_steps JOIN step_slots USING (tenant, step) ORDER BY slot',
  );
  return reader.getRows().map(([slot]) => ({ column: stepColumn(Number(slot)), slot: Number(slot) }));
}

/**
 * Works out `stage_journeys` for calls that report steps: first times by slot, the path, and whether a step repeats.
 * @param source a table with tenant, call_id, started_at, answered_at and steps
 */
export async function stageJourneys(writer: DuckDBConnection, source: string): Promise<JourneyColumns> {
  await writer.run(`CREATE OR REPLACE TEMP TABLE stage_steps AS ${stepEntries('tenant, call_id', source, 'steps')}`);
  await assignSlots(writer);
  const used = await usedColumns(writer);
  const firsts = used.map(({ column, slot }) => `, min(times[1]) FILTER (WHERE slot = ${slot}) AS ${column}`).join('');
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE stage_journeys AS
    WITH paths AS (
      SELECT tenant, call_id, ${pathSql} AS path FROM (
        SELECT tenant, call_id, unnest(times) AS moment, step FROM stage_steps
        UNION ALL ${occurrences(`(FROM ${source} WHERE steps IS NOT NULL)`)}
      ) GROUP BY tenant, call_id
    ), reported AS (
      SELECT tenant, call_id, bool_or(len(times) > 1 OR step IN ('call.started', 'call.answered')) AS repeats ${firsts}
      FROM stage_steps LEFT JOIN step_slots USING (tenant, step) GROUP BY tenant, call_id
    )
    SELECT reported.*, paths.path FROM reported JOIN paths USING (tenant, call_id)`);
  return journeyColumns(used.map(({ column }) => column));
}

/** SQL of the bookings or payments of the calls in `journey_calls`; a row knows when its call started. */
const ofCalls = (table: string, condition: string): string => `
  FROM ${table} SEMI JOIN journey_calls USING (tenant, call_id)
  WHERE call_started_at BETWEEN (SELECT min(started_at) FROM journey_calls) AND (SELECT max(started_at) FROM journey_calls) AND ${condition}`;

/** SQL of what bookings and payments say of the calls in `journey_calls`: `step`, `moment`. */
const BUSINESS = `
  SELECT tenant, call_id, 'booking.confirmed' AS step, created_at AS moment ${ofCalls('appointments', 'true')}
  UNION ALL SELECT tenant, call_id,
    CASE status WHEN 'completed' THEN 'booking.kept' WHEN 'canceled' THEN 'booking.canceled' ELSE 'booking.no_show' END, status_at
    ${ofCalls('appointments', "status <> 'scheduled'")}
  UNION ALL SELECT tenant, call_id, CASE WHEN amount IS NULL THEN 'payment.failed' ELSE 'payment.succeeded' END, happened_at
    ${ofCalls('payments', "(amount IS NOT NULL OR status = 'failed')")}`;

/** Steps of bookings and payments that are no steps of a path. */
export const SIDE_STEPS: readonly string[] = ['call.ended', 'booking.canceled', 'booking.no_show', 'payment.failed'];

const isSideStep = `step IN (${SIDE_STEPS.map((step) => `'${step}'`).join(', ')})`;

const firstOf = (step: string): string => `min(moment) FILTER (WHERE step = '${step}')`;

const WRITTEN = JOURNEY_COLUMNS.slice(
  0,
  JOURNEY_COLUMNS.findIndex(({ name }) => name === stepColumn(1)),
).map(({ name }) => name);

/**
 * Brings what bookings and payments add to the journeys of the calls in `journey_calls` (tenant, call_id, started_at) up to
 * their rows; leaves `mended_calls` (row, tenant, started_at) behind.
 */
export async function updateJourneys(writer: DuckDBConnection): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE updated_calls AS
    SELECT calls.rowid AS row, tenant, call_id, calls.started_at, answered_at, steps FROM calls SEMI JOIN journey_calls USING (tenant, call_id)
    WHERE calls.started_at BETWEEN (SELECT min(started_at) FROM journey_calls) AND (SELECT max(started_at) FROM journey_calls)`);
  await writer.run(`
    UPDATE calls SET ${WRITTEN.map((name) => `${name} = found.${name}`).join(', ')} FROM (
      WITH reported AS (SELECT row, unnest(times) AS moment, step FROM (${stepEntries('row', 'updated_calls', 'steps')})),
      business AS (SELECT row, moment, step FROM (${BUSINESS}) JOIN updated_calls USING (tenant, call_id)),
      times AS (
        SELECT row, ${firstOf('booking.confirmed')} AS booked_at, ${firstOf('payment.succeeded')} AS paid_at, ${firstOf('booking.kept')} AS kept_at
        FROM business GROUP BY row
      ),
      texts AS (
        SELECT row, json_group_object(step, times)::VARCHAR AS business_steps
        FROM (SELECT row, step, list(moment ORDER BY moment) AS times FROM business GROUP BY row, step ORDER BY step) GROUP BY row
      ),
      paths AS (
        SELECT row, ${pathSql} AS path, count(*) > count(DISTINCT step) AS repeats FROM (
          SELECT row, moment, step FROM reported UNION ALL SELECT row, moment, step FROM business WHERE NOT ${isSideStep}
          UNION ALL SELECT row, started_at, 'call.started' FROM updated_calls
          UNION ALL SELECT row, answered_at, 'call.answered' FROM updated_calls WHERE answered_at IS NOT NULL
        ) GROUP BY row
      ),
      sides AS (SELECT row, count(*) > count(DISTINCT step) AS repeats FROM business WHERE ${isSideStep} GROUP BY row)
      SELECT paths.row, booked_at, paid_at, kept_at, business_steps, path, paths.repeats OR coalesce(sides.repeats, false) AS repeats
      FROM paths LEFT JOIN times USING (row) LEFT JOIN texts USING (row) LEFT JOIN sides USING (row)
    ) AS found WHERE calls.rowid = found.row`);
}
