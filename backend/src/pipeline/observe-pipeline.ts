import type { RowReplacer } from '../duckdb/replace-rows.js';
import type { Traffic } from './traffic.js';

/** How far behind this service is. */
export interface Backwardness {
  /** Seconds: age of the oldest change that the record lacks, or of what a follower has. */
  readonly lag: number;
  /** Changes that are not in the rows, or not in the record, yet. */
  readonly pending: number;
}

/** Observations are kept for so long. */
const KEPT_DAYS = 90;

const DAY = 86_400_000_000;

/** The tenant of whoever runs the service; it is observed also while nobody sends anything. */
const OPERATOR = 'main';

/** Writes down what this service did since the last time, for `pipeline.*`. @param now epoch milliseconds */
export async function observePipeline(
  rows: RowReplacer,
  traffic: Traffic,
  { lag, pending }: Backwardness,
  now: number,
): Promise<void> {
  const taken = traffic.take();
  const tenants = new Set([OPERATOR, ...taken.keys()]);
  await rows.exclusively(async (writer) => {
    for (const tenant of tenants) {
      const { accepted, duplicates, quarantined } = taken.get(tenant) ?? { accepted: 0, duplicates: 0, quarantined: 0 };
      await writer.run(
        `INSERT INTO pipeline VALUES ($tenant, ${now * 1_000}, ${accepted}, ${duplicates}, ${quarantined}, ${lag}, ${pending})`,
        { tenant },
      );
    }
    await writer.run(`DELETE FROM pipeline WHERE happened_at < ${now * 1_000 - KEPT_DAYS * DAY}`);
  });
}
