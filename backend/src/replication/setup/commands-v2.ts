import { describeRole } from './describe-role.js';
import { shellWord } from './shell-word.js';
import type { SetupSettings } from './settings.js';

/** Shell commands for the `influx` client of 2.x that do what `setup influx` does. */
export function commandsV2({ url, org, bucket, retentionDays = 0 }: SetupSettings): string {
  const name = shellWord(bucket);
  return `# For InfluxDB 2.x: put a token in place that may create buckets and authorizations.
export INFLUX_TOKEN
export INFLUX_HOST=${shellWord(url)}
export INFLUX_ORG=${shellWord(org)}
influx bucket create --name ${name} --retention ${retentionDays === 0 ? '0' : `${retentionDays * 24}h`}
bucket=$(influx bucket list --name ${name} --hide-headers | cut -f 1)
# Its token is CALLSIGHT_INFLUX_TOKEN:
influx auth create --description ${shellWord(describeRole('service', bucket))} --read-bucket "$bucket" --write-bucket "$bucket"
# Its token is for Grafana:
influx auth create --description ${shellWord(describeRole('read-only', bucket))} --read-bucket "$bucket"
`;
}
