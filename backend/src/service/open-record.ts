import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { CustomMetric } from '@callsight/contract/query/custom-metric';
import type { Funnel } from '@callsight/contract/query/funnel';
import type { CustomMetrics } from '../analytics/catalogue/custom-metrics.js';
import type { Stored } from '../analytics/catalogue/definitions.js';
import type { SavedFunnels } from '../analytics/catalogue/funnels/saved-funnels.js';
import type { KpiGrain } from '../analytics/catalogue/kpi-grains.js';
import type { Config } from '../config/config.js';
import type { Database } from '../storage/duckdb/database.js';
import type { DataVersions } from '../projection/rows/data-versions.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import { InfluxConnection } from '../storage/influx/influx-connection.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import { keys } from '../storage/kv/keys.js';
import type { RecordLimits } from '../replication/publish/record-limits.js';
import { limitsOf, tooOldBefore } from '../maintenance/retention.js';
import type { Definition, DefinitionStore } from '../replication/definitions.js';
import { SystemOfRecord } from '../replication/system-of-record.js';

interface Parts {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly database: Database;
  readonly rows: RowReplacer;
  readonly versions: DataVersions;
  readonly grains: readonly KpiGrain[];
  readonly metrics: CustomMetrics;
  readonly funnels: SavedFunnels;
  readonly clock: () => number;
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

/** What is too old in the record. @param now epoch milliseconds */
function recordLimits({ kpi1m, kpi1h, changes, ...rows }: Config['retention'], now: number): RecordLimits {
  const limit = (days: number | undefined) => (days === undefined ? undefined : tooOldBefore(days, now));
  return { ...limitsOf(rows, now), kpi_1m: limit(kpi1m), kpi_1h: limit(kpi1h), changes: limit(changes) };
}

/** Custom metrics and saved funnels, as the record keeps them. */
const definitionsOf = ({ metrics, funnels }: Pick<Parts, 'metrics' | 'funnels'>): DefinitionStore => {
  const written = (kind: Definition['kind'], all: readonly Stored<{ readonly id: string }>[]): Definition[] =>
    all.map(({ tenant, definition }) => ({ kind, tenant, id: definition.id, document: JSON.stringify(definition) }));
  const read = <T>(kind: Definition['kind'], all: readonly Definition[]): Stored<T>[] =>
    all
      .filter((one) => one.kind === kind)
      .map(({ tenant, document }) => ({ tenant, definition: JSON.parse(document) as T }));
  return {
    all: () => [...written('metric', metrics.all()), ...written('funnel', funnels.all())],
    adopt: async (definitions) => {
      await metrics.adopt(read<CustomMetric>('metric', definitions));
      await funnels.adopt(read<Funnel>('funnel', definitions));
    },
  };
};

/** Opens the system of record, if the configuration names one. */
export async function openRecord({ config, ledger, ...parts }: Parts): Promise<SystemOfRecord | undefined> {
  const { database } = parts;
  if (config.record === undefined) {
    // What changes from now on is not noted, so that all cells are to be looked at when the record comes back.
    await database.writer.run("DELETE FROM meta WHERE name = 'kpi_complete'");
    await database.writer.run('DELETE FROM kpi_dirty');
    return undefined;
  }
  const { influx, follow } = config.record;
  return SystemOfRecord.open({
    ...parts,
    influx: new InfluxConnection(influx),
    role: follow ? 'follow' : 'publish',
    attributes: config.ingest.attributes,
    writerId: await writerId(ledger),
    definitions: definitionsOf(parts),
    folder: join(config.dataDir, 'restore'),
    limits: () => recordLimits(config.retention, parts.clock()),
  });
}
