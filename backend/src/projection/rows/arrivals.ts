import type { DuckDBConnection } from '@duckdb/node-api';
import { DAY_MICROS, SECOND_MICROS } from '../../lib/time/durations.js';

/** Seconds after the begin of a call at which it may become known: lower bounds of what is counted together. */
export const ARRIVAL_SECONDS: readonly number[] = [
  0,
  5,
  15,
  30,
  ...Array.from({ length: 30 }, (_, index) => 60 * (index + 1)),
  ...Array.from({ length: 30 }, (_, index) => 300 * (index + 7)),
];

/** A call that becomes known later is history that somebody loads, and says nothing of how late calls are. */
const MAX_AGE = 3 * 3_600 * SECOND_MICROS;

/** Days that are kept, beside the present one. */
const KEPT_DAYS = 8;

const BOUNDS = `[${ARRIVAL_SECONDS.map((seconds) => seconds * SECOND_MICROS).join(', ')}]`;

/**
 * Counts how long after its begin each call of the stage became known that no row knew before, by provider and day. Runs
 * within the transaction that adds the rows, before they are added.
 * @param now epoch microseconds
 */
export async function countArrivals(writer: DuckDBConnection, now: number): Promise<void> {
  const day = Math.floor(now / DAY_MICROS);
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE arrived AS
    SELECT tenant, coalesce(provider, '') AS provider, list_count(list_filter(${BOUNDS}, bound -> bound <= age)) - 1 AS age,
      count(*) AS calls
    FROM (
      SELECT stage.tenant, stage.provider, greatest(0, ${now} - stage.started_at) AS age FROM stage_calls AS stage
      WHERE stage.started_at > ${now - MAX_AGE}
        AND NOT EXISTS (FROM replaced_calls AS old WHERE old.tenant = stage.tenant AND old.call_id = stage.call_id))
    GROUP BY ALL`);
  await writer.run(`
    UPDATE arrivals SET calls = arrivals.calls + arrived.calls FROM arrived
    WHERE arrivals.day = ${day} AND arrivals.tenant = arrived.tenant AND arrivals.provider = arrived.provider
      AND arrivals.age = arrived.age`);
  await writer.run(`
    INSERT INTO arrivals SELECT tenant, provider, ${day}, age, calls FROM arrived
    WHERE NOT EXISTS (FROM arrivals AS known WHERE known.day = ${day} AND known.tenant = arrived.tenant
      AND known.provider = arrived.provider AND known.age = arrived.age)`);
}

/** Deletes what is too old to say how late calls are at present. */
export async function expireArrivals(writer: DuckDBConnection, now: number): Promise<void> {
  await writer.run(`DELETE FROM arrivals WHERE day < ${Math.floor(now / DAY_MICROS) - KEPT_DAYS}`);
}
