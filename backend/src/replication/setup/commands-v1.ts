import { durationLiteral } from './duration-literal.js';
import { quoteIdentifier } from './quote-identifier.js';
import { quoteString } from './quote-string.js';
import type { SetupSettings } from './settings.js';
import { userOfRole } from './user-of-role.js';

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
