import { durationLiteral, quoteIdentifier, quoteString } from './influxql.js';
import { describeRole, type SetupSettings, userOfRole } from './settings.js';

/** InfluxQL for an administrator of 1.x that does what `setup influx` does; the passwords are theirs to choose. */
export function commandsV1({ url, bucket, retentionDays = 0, username }: SetupSettings): string {
  const database = quoteIdentifier(bucket);
  const service = quoteIdentifier(userOfRole('service', username));
  const reader = quoteIdentifier(userOfRole('read-only', username));
  return `-- For InfluxDB 1.x at ${url}: run these as an administrator, in the influx client or by POST to /query.
-- Choose two passwords first; the first one becomes CALLSIGHT_INFLUX_PASSWORD, the other one is for Grafana.
CREATE DATABASE ${database};
ALTER RETENTION POLICY "autogen" ON ${database} DURATION ${durationLiteral(retentionDays)} SHARD DURATION 0s DEFAULT;
CREATE USER ${service} WITH PASSWORD ${quoteString('<password of the service>')};
GRANT ALL ON ${database} TO ${service};
CREATE USER ${reader} WITH PASSWORD ${quoteString('<password of the reader>')};
GRANT READ ON ${database} TO ${reader};
`;
}

/** One word of a POSIX shell command, quoted only where it has to be. */
export const shellWord = (text: string): string =>
  /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

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
