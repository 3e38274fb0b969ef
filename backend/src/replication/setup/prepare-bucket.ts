import type { InfluxClient } from './influx-client.js';
import type { Report } from './report.js';
import type { SetupSettings } from './settings.js';

const DAY_S = 86_400;

interface Bucket {
  readonly id: string;
  readonly name: string;
  readonly retentionRules?: readonly { readonly everySeconds: number }[];
}

const rules = (days: number) => [{ type: 'expire', everySeconds: days * DAY_S }];

/** InfluxDB's own choice for a new bucket. A change has to say it: shards of a longer retention would be refused. */
function shardSeconds(days: number): number {
  if (days === 0 || days > 180) return 7 * DAY_S;
  return days < 2 ? 3_600 : DAY_S;
}

const retentionText = (seconds: number): string => (seconds === 0 ? 'forever' : `${seconds / DAY_S} days`);

/** The bucket and how long it keeps data. @returns the bucket's id @throws NoRightError, SetupError */
export async function prepareBucket(
  client: InfluxClient,
  orgId: string,
  { bucket: name, retentionDays }: SetupSettings,
  report: Report,
): Promise<string> {
  const query = { orgID: orgId, name };
  const listed = await client.find('find the bucket', '/api/v2/buckets', query);
  const found = (listed as { buckets: Bucket[] } | undefined)?.buckets.find((bucket) => bucket.name === name);
  if (found === undefined) {
    const days = retentionDays ?? 0;
    const json = { orgID: orgId, name, retentionRules: rules(days) };
    const created = await client.request(`create the bucket "${name}"`, 'POST', '/api/v2/buckets', { json });
    report.changed(`bucket "${name}" created; keeps data ${retentionText(days * DAY_S)}`);
    return (created as Bucket).id;
  }
  const currentSeconds = found.retentionRules?.[0]?.everySeconds ?? 0;
  if (retentionDays !== undefined && currentSeconds !== retentionDays * DAY_S) {
    const shards = { shardGroupDurationSeconds: shardSeconds(retentionDays) };
    const json = { retentionRules: rules(retentionDays).map((rule) => ({ ...rule, ...shards })) };
    await client.request('change the retention', 'PATCH', `/api/v2/buckets/${found.id}`, { json });
    report.changed(
      `bucket "${name}" keeps data ${retentionText(retentionDays * DAY_S)} now (was ${retentionText(currentSeconds)})`,
    );
  } else report.unchanged(`bucket "${name}" is there; keeps data ${retentionText(currentSeconds)}`);
  return found.id;
}
