import { durationLiteral, influxql, quoteIdentifier } from './influxql.js';
import type { InfluxClient } from './influx-client.js';
import type { Report } from './report.js';
import type { SetupSettings } from './settings.js';

/** The policy that writes without one go to: 1.x makes it with the database, unless it is set not to. */
const POLICY = 'autogen';

/** Seconds of a duration as the server writes it, `720h0m0s`; `0s` is forever. */
function secondsOf(duration: unknown): number | undefined {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(String(duration));
  if (match === null) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

/**
 * The database and how long it keeps data.
 *
 * `SHARD DURATION 0s` lets the server choose one that fits: without it a policy of few days is refused, as shorter than
 * the shards of one that kept its data forever.
 */
export async function prepareDatabase(
  client: InfluxClient,
  { bucket, retentionDays }: SetupSettings,
  report: Report,
): Promise<void> {
  const database = quoteIdentifier(bucket);
  const databases = await influxql(client, 'list the databases', 'SHOW DATABASES');
  const isThere = databases.some(({ name }) => name === bucket);
  if (isThere) report.unchanged(`database ${database} is there`);
  else {
    await influxql(client, `create the database ${database}`, `CREATE DATABASE ${database}`);
    report.changed(`database ${database} created`);
  }

  const policies = await influxql(client, 'list the retention policies', `SHOW RETENTION POLICIES ON ${database}`);
  const policy = policies.find(({ name }) => name === POLICY);
  const duration = durationLiteral(retentionDays ?? 0);
  const terms = `${quoteIdentifier(POLICY)} ON ${database} DURATION ${duration}`;
  if (policy === undefined) {
    await influxql(client, 'create the retention policy', `CREATE RETENTION POLICY ${terms} REPLICATION 1 DEFAULT`);
    report.changed(`retention policy "${POLICY}" created: ${duration}`);
  } else if (retentionDays !== undefined && secondsOf(policy['duration']) !== retentionDays * 86_400) {
    await influxql(client, 'change the retention', `ALTER RETENTION POLICY ${terms} SHARD DURATION 0s`);
    report.changed(`retention of ${database} is ${duration} now (was ${String(policy['duration'])})`);
  } else report.unchanged(`retention of ${database} is ${String(policy['duration'])} (0s is forever)`);
}
