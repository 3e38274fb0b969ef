import { DAY_MICROS } from '../../lib/time/durations.js';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowReplacer } from '../../projection/rows/replace-rows.js';
import type { TrafficTotals } from '../../storage/ledger/traffic-totals.js';
import { toMicros } from '../../lib/time/units.js';

/** How far behind this service is. */
export interface Backwardness {
  /** Seconds: age of the oldest change that the record lacks, or of what a follower has. */
  readonly lag: number;
  /** Changes that are not in the rows, or not in the record, yet. */
  readonly pending: number;
}

/** Observations are kept for so long. */
const KEPT_DAYS = 90;

/** The tenant of whoever runs the service; it is observed also while nobody sends anything. */
const OPERATOR = 'main';

/** How many events each tenant sent so far. */
type Totals = ReadonlyMap<string, TrafficTotals>;

const NONE: TrafficTotals = { accepted: 0, duplicates: 0, quarantined: 0 };

/** What had come in when this was last written down; undefined in a database that is new. */
async function observedIn(writer: DuckDBConnection): Promise<Totals | undefined> {
  const reader = await writer.runAndReadAll("SELECT value FROM meta WHERE name = 'observed'");
  const value = reader.getRows()[0]?.[0];
  return value === undefined ? undefined : new Map(JSON.parse(String(value)) as [string, TrafficTotals][]);
}

const note = async (writer: DuckDBConnection, totals: Totals): Promise<void> => {
  await writer.run("DELETE FROM meta WHERE name = 'observed'");
  await writer.run("INSERT INTO meta VALUES ('observed', $value)", { value: JSON.stringify([...totals]) });
};

/** Has a database that is new count from here on, before anything is accepted. */
export async function beginObserving(rows: RowReplacer, totals: Totals): Promise<void> {
  await rows.exclusively(async (writer) => {
    if ((await observedIn(writer)) === undefined) await note(writer, totals);
  });
}

/**
 * Writes down what this service did since the last time, for `pipeline.*`. What had been written down stands in the same
 * transaction, so that nothing counts twice and nothing is left out, whenever the service ends.
 * @param totals of now
 * @param atStart totals of the start
 * @param now epoch milliseconds
 */
export async function observePipeline(
  rows: RowReplacer,
  { totals, atStart }: { readonly totals: Totals; readonly atStart: Totals },
  { lag, pending }: Backwardness,
  now: number,
): Promise<void> {
  await rows.exclusively(async (writer) => {
    const before = (await observedIn(writer)) ?? atStart;
    // A tenant that has not sent anything since the start has nothing to be written down.
    const active = [...totals.keys()].filter(
      (tenant) => sent(totals, tenant) > sent(atStart, tenant) || sent(totals, tenant) > sent(before, tenant),
    );
    const tenants = new Set([OPERATOR, ...active]);
    await writer.run('BEGIN');
    try {
      for (const tenant of tenants) {
        const { accepted, duplicates, quarantined } = trafficBetween(before.get(tenant), totals.get(tenant));
        await writer.run(
          `INSERT INTO pipeline VALUES ($tenant, ${toMicros(now)}, ${accepted}, ${duplicates}, ${quarantined}, ${lag}, ${pending})`,
          { tenant },
        );
      }
      await writer.run(`DELETE FROM pipeline WHERE happened_at < ${toMicros(now) - KEPT_DAYS * DAY_MICROS}`);
      await note(writer, totals);
      await writer.run('COMMIT');
    } catch (error) {
      await writer.run('ROLLBACK');
      throw error;
    }
  });
}

function sent(totals: Totals, tenant: string): number {
  const { accepted, duplicates, quarantined } = totals.get(tenant) ?? NONE;
  return accepted + duplicates + quarantined;
}

/** What came in between. Never less than nothing: a ledger that was repaired may have lost totals. */
export const trafficBetween = (before = NONE, now = NONE): TrafficTotals => ({
  accepted: Math.max(0, now.accepted - before.accepted),
  duplicates: Math.max(0, now.duplicates - before.duplicates),
  quarantined: Math.max(0, now.quarantined - before.quarantined),
});
