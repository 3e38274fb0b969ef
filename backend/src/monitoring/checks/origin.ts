import { MINUTE_MS, DAY_MS } from '../../lib/time/durations.js';
import { toMicros, type Millis } from '../../lib/time/units.js';
import type { ReaderPool } from '../../storage/duckdb/reader.js';

/** Source of the events of checks that tenants define. */
export const CHECK_SOURCE = 'callsight/checks';

/** Source of the events of checks of this service itself. */
export const BUILT_IN_SOURCE = 'callsight/built-in';

/** The id of a sample is the source of its event, this character, and the id of its event. */
const SEPARATOR = 'chr(1)';

const sourceSql = (id: string): string => `split_part(${id}, ${SEPARATOR}, 1)`;

/** What stands before the planned time in the id of an event of ours. */
const checkSql = (id: string): string => `split_part(split_part(${id}, ${SEPARATOR}, 2), '@', 1)`;

/** SQL of who reported a sample: one of our checks, or a source. @param id SQL of the id of the sample */
export const originSql = (id: string): string =>
  `CASE WHEN ${sourceSql(id)} = '${CHECK_SOURCE}' THEN 'check:' || ${checkSql(id)} ELSE 'source:' || ${sourceSql(id)} END`;

const OURS = `(starts_with(sample_id, '${CHECK_SOURCE}' || ${SEPARATOR}) OR starts_with(sample_id, '${BUILT_IN_SOURCE}' || ${SEPARATOR}))`;

/** Whether others than our checks reported something of a component since a time; epoch milliseconds. */
export async function wasHeardSince(
  readers: ReaderPool,
  tenant: string,
  component: string,
  since: Millis,
): Promise<boolean> {
  const rows = await readers.rows(
    `SELECT 1 FROM samples WHERE tenant = $tenant AND component = $component AND happened_at >= ${toMicros(since)}
      AND NOT ${OURS} LIMIT 1`,
    { tenant, component },
  );
  return rows.length > 0;
}

/** A run of a check that is stored. */
export interface StoredRun {
  readonly tenant: string;
  readonly source: string;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly plannedAt: Millis;
}

/** The longest interval, and what a run may be late. */
const LOOK_BACK_MS = DAY_MS + 5 * MINUTE_MS;

/** The last stored run of each of our checks, so that a new process does not repeat it. @param now epoch milliseconds */
export async function lastRuns(readers: ReaderPool, now: Millis): Promise<StoredRun[]> {
  const rows = await readers.rows(
    `SELECT tenant, ${sourceSql('sample_id')} AS source, ${checkSql('sample_id')} AS id,
        max(split_part(sample_id, '@', -1)) AS planned_at
      FROM samples WHERE kind = 'check' AND happened_at >= ${toMicros(now - LOOK_BACK_MS)} AND ${OURS} GROUP BY ALL`,
    {},
  );
  return rows.map(({ tenant, source, id, planned_at }) => ({
    tenant: String(tenant),
    source: String(source),
    id: String(id),
    plannedAt: Date.parse(String(planned_at)),
  }));
}
