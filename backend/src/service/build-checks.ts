import type { Check } from '@callsight/contract/monitoring/check';
import type { Config } from '../config/config.js';
import type { DefinitionSet } from '../definitions/definition-set.js';
import type { Intake } from '../ingest/events/intake.js';
import type { WebhookInbox } from '../ingest/webhooks/inbox.js';
import { networkPolicy } from '../lib/net/resolve-host.js';
import { builtInTasks, type BuiltInDependencies } from '../monitoring/checks/built-in/built-in-tasks.js';
import { PLATFORM_APIS } from '../monitoring/checks/built-in/platform-apis.js';
import { RulesWatch } from '../monitoring/checks/built-in/rules-watch.js';
import { Checks } from '../monitoring/checks/checks.js';
import type { Millis } from '../lib/time/units.js';
import type { Projector } from '../projection/projector.js';
import type { Replication } from '../replication/replication.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import type { DatabaseWatch } from '../storage/integrity/database-watch.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';

interface Dependencies {
  readonly definitions: DefinitionSet<Check>;
  readonly ledger: Ledger;
  readonly blobs: BlobStore;
  readonly readers: ReaderPool;
  readonly intake: Intake;
  readonly inbox: WebhookInbox;
  readonly projector: Projector;
  readonly databaseWatch: DatabaseWatch;
  readonly replication: Replication | undefined;
  readonly isPrepared: () => boolean;
}

/** When the verified webhooks of an account came, the latest first; epoch milliseconds. One that was refused may come from anybody. */
export async function* receivedAt(
  inbox: WebhookInbox,
  { tenant, provider, name: connection }: { readonly tenant: string; readonly provider: string; readonly name: string },
): AsyncGenerator<Millis> {
  for await (const { status, received_at } of inbox.store.latest(tenant, provider, { connection }))
    if (status !== 'refused') yield Date.parse(received_at);
}

function ownParts(
  parts: Dependencies,
  connections: Config['connections'],
): Omit<BuiltInDependencies, 'clock' | 'rules' | 'platforms'> {
  const { ledger, blobs, inbox, projector, databaseWatch, replication } = parts;
  return {
    ledger: () => ({ obstacle: ledger.obstacle?.message, damage: ledger.damage }),
    disk: () => ledger.space(),
    blobs: () => blobs.state,
    rows: () => ({ damage: databaseWatch.damage, failure: projector.failure, failed: projector.failed }),
    influx: replication === undefined ? undefined : () => replication.state(),
    accounts: connections
      .filter(({ enabled }) => enabled)
      .map(({ provider, name, tenant }) => ({ provider: provider.name, name, tenant })),
    receivedAt: (account) => receivedAt(inbox, account),
  };
}

/** Health checks: of tenants, and of the service itself. They run from here on, as soon as rows are prepared. */
export function buildChecks({ config, log, clock, timer, teardown }: ServiceContext, parts: Dependencies): Checks {
  const { definitions, readers, intake, replication, isPrepared } = parts;
  const rules = new RulesWatch();
  const builtIn = config.checks.builtIn
    ? builtInTasks({ ...ownParts(parts, config.connections), clock, rules, platforms: PLATFORM_APIS })
    : [];
  const checks = new Checks({
    definitions,
    readers,
    intake,
    clock,
    timer,
    log,
    policy: networkPolicy(config.checks.allowsPrivate),
    isPrepared,
    isFollower: replication?.role === 'follow',
    builtIn,
    rules,
  });
  teardown.onClose('checks', () => checks.stop());
  checks.start();
  return checks;
}
