import { MINUTE_MS } from '../../../lib/time/durations.js';
import type { Clock, Millis } from '../../../lib/time/units.js';
import type { CheckTask } from '../check-scheduler.js';
import { BUILT_IN_SOURCE } from '../origin.js';
import type { Finding } from '../probes/probe.js';
import type { Outcome } from '../run-check.js';
import {
  judgeBlobs,
  judgeDisk,
  judgeInflux,
  judgeLedger,
  judgeRows,
  type BlobsHealth,
  type DiskSpace,
  type InfluxHealth,
  type LedgerHealth,
  type RowsHealth,
} from './own-parts.js';
import { checkPlatform } from './platform-apis.js';
import type { RulesWatch } from './rules-watch.js';
import { judgeWebhooks } from './webhook-silence.js';

/** An account whose webhooks are taken. */
interface Account {
  readonly provider: string;
  readonly name: string;
  readonly tenant: string;
}

export interface BuiltInDependencies {
  readonly clock: Clock;
  readonly ledger: () => LedgerHealth;
  readonly disk: () => Promise<DiskSpace>;
  readonly blobs: () => BlobsHealth;
  readonly rows: () => RowsHealth;
  /** Absent without an InfluxDB. */
  readonly influx: (() => Promise<InfluxHealth>) | undefined;
  readonly rules: RulesWatch;
  /** Those that are switched on. */
  readonly accounts: readonly Account[];
  /** When the verified webhooks of an account came, the latest first; epoch milliseconds. */
  readonly receivedAt: (account: Account) => AsyncIterable<Millis>;
  /** Addresses of platforms by provider. */
  readonly platforms: Readonly<Record<string, string>>;
}

/** The tenant of whoever runs the service. */
const OPERATOR = 'main';

const componentOf = ({ provider, name }: Account): string =>
  name === 'default' ? `webhooks-${provider}` : `webhooks-${provider}-${name}`;

const task = (
  component: string,
  everyMs: Millis,
  run: (signal: AbortSignal) => Promise<Outcome | undefined>,
): CheckTask => ({
  tenant: OPERATOR,
  source: BUILT_IN_SOURCE,
  id: component,
  component,
  everyMs,
  definedAt: 0,
  run,
});

/** What was looked up within the service takes no time that says anything. */
const untimed = (finding: Finding | undefined): Outcome | undefined =>
  finding === undefined ? undefined : { status: finding.status, reason: finding.reason, latencyMs: undefined };

/** Checks of the service itself, of its webhook accounts, and of the platforms behind them. */
export function builtInTasks(parts: BuiltInDependencies): CheckTask[] {
  const { clock, ledger, disk, blobs, rows, influx, rules, accounts, receivedAt, platforms } = parts;
  const inside = (component: string, everyMs: Millis, judge: () => Promise<Finding | undefined>): CheckTask =>
    task(component, everyMs, async () => untimed(await judge()));
  const providers = [...new Set(accounts.map(({ provider }) => provider))];
  return [
    inside('ledger', MINUTE_MS, () => Promise.resolve(judgeLedger(ledger()))),
    inside('disk', MINUTE_MS, async () => judgeDisk(await disk())),
    inside('blobs', MINUTE_MS, () => Promise.resolve(judgeBlobs(blobs()))),
    inside('duckdb', MINUTE_MS, () => Promise.resolve(judgeRows(rows()))),
    ...(influx === undefined ? [] : [inside('influxdb', MINUTE_MS, async () => judgeInflux(await influx()))]),
    inside('grafana', MINUTE_MS, () => Promise.resolve(rules.judge(clock()))),
    ...accounts.map((account) =>
      inside(componentOf(account), 5 * MINUTE_MS, () => judgeWebhooks(receivedAt(account), clock())),
    ),
    ...providers.flatMap((provider) => {
      const url = platforms[provider];
      if (url === undefined) return [];
      return [task(`${provider}-api`, 5 * MINUTE_MS, (signal) => checkPlatform(url, clock, signal))];
    }),
  ];
}
