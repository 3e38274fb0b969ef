import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { KpiGrain } from '../analytics/catalogue/kpi-grains.js';
import type { Timer } from '../lib/background/timer.js';
import type { Config } from '../config/config.js';
import type { DefinitionRegistry } from '../definitions/registry.js';
import type { Database } from '../storage/duckdb/database.js';
import type { DataVersions } from '../projection/rows/data-versions.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import { InfluxConnection } from '../storage/influx/influx-connection.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import { keys } from '../storage/kv/keys.js';
import type { ReplicationLimits } from '../replication/publish/replication-limits.js';
import { limitsOf, tooOldBefore } from '../maintenance/retention.js';
import { Replication } from '../replication/replication.js';
import type { Clock } from '../lib/time/units.js';

interface Dependencies {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly database: Database;
  readonly rows: RowReplacer;
  readonly versions: DataVersions;
  readonly grains: readonly KpiGrain[];
  readonly definitions: DefinitionRegistry;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
}

/** Name of this installation among those that write into one record; made once. */
async function writerId(ledger: Ledger): Promise<string> {
  const key = keys.meta('writer');
  const known = await ledger.store.get(key);
  if (known !== undefined) return known;
  const made = randomBytes(6).toString('hex');
  await ledger.store.put(key, made, { sync: true });
  return made;
}

/** What is too old in InfluxDB. @param now epoch milliseconds */
function replicationLimits({ kpi1m, kpi1h, changes, ...rows }: Config['retention'], now: number): ReplicationLimits {
  const limit = (days: number | undefined) => (days === undefined ? undefined : tooOldBefore(days, now));
  return { ...limitsOf(rows, now), kpi_1m: limit(kpi1m), kpi_1h: limit(kpi1h), changes: limit(changes) };
}

/** Opens the system of record, if the configuration names one. */
export async function openReplication({ config, ledger, ...parts }: Dependencies): Promise<Replication | undefined> {
  const { database } = parts;
  if (config.replication === undefined) {
    // What changes from now on is not noted, so that all cells are to be looked at when InfluxDB comes back.
    await database.writer.run("DELETE FROM meta WHERE name = 'kpi_complete'");
    await database.writer.run('DELETE FROM kpi_dirty');
    return undefined;
  }
  const { influx, follow } = config.replication;
  return Replication.open({
    ...parts,
    influx: new InfluxConnection(influx),
    role: follow ? 'follow' : 'publish',
    attributes: config.ingest.attributes,
    writerId: await writerId(ledger),
    folder: join(config.dataDir, 'restore'),
    limits: () => replicationLimits(config.retention, parts.clock()),
  });
}
