import type { InfluxSettings } from '../storage/influx/influx-settings.js';
import type { Environment } from './environment.js';
import type { Millis } from '../lib/time/units.js';

/** InfluxDB as the system of record, and what this instance does with it. */
export interface ReplicationConfig {
  readonly influx: InfluxSettings;
  /** `auto`: a database that is new is restored before anything is taken. */
  readonly restore: 'auto' | 'never';
  /** Whether this instance takes nothing in and keeps up with what others write. */
  readonly follow: boolean;
  /** A follower that is further behind is not ready; milliseconds. */
  readonly maxLagMs: Millis;
}

const PREFIX = 'CALLSIGHT_INFLUX_';

function readUrl(env: Environment, text: string): string {
  const wrong = (why: string): string => {
    env.errors.push(`${PREFIX}URL: ${why}; expected one such as http://localhost:8086`);
    return 'http://localhost:8086';
  };
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return wrong('this is no URL');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return wrong(`${url.protocol} is neither http: nor https:`);
  if (url.username !== '' || url.password !== '')
    return wrong(`credentials do not belong into it, but into ${PREFIX}TOKEN, or _USERNAME and _PASSWORD`);
  return url.href.replace(/\/$/, '');
}

function requireFor(env: Environment, api: string, settings: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) env.errors.push(`${PREFIX}${name}: needed for ${PREFIX}API=${api}`);
  }
}

/** @returns undefined when no URL is set */
export function readReplication(env: Environment): ReplicationConfig | undefined {
  const url = env.optional(`${PREFIX}URL`);
  const api = env.choice(`${PREFIX}API`, 'v2', ['v2', 'v1']);
  const org = env.optional(`${PREFIX}ORG`);
  const token = env.secret(`${PREFIX}TOKEN`);
  const username = env.optional(`${PREFIX}USERNAME`);
  const password = env.secret(`${PREFIX}PASSWORD`);
  const influx = {
    api,
    bucket: env.text(`${PREFIX}BUCKET`, 'callsight'),
    org: org ?? '',
    token,
    username,
    password,
    ca: env.file(`${PREFIX}CA_FILE`),
    timeoutMs: env.number(`${PREFIX}TIMEOUT_SECONDS`, 30, 0.1, 600) * 1_000,
  };
  const rest = {
    restore: env.choice('CALLSIGHT_RESTORE', 'auto', ['auto', 'never']),
    follow: env.flag('CALLSIGHT_FOLLOW', false),
    maxLagMs: env.number('CALLSIGHT_FOLLOW_MAX_LAG_SECONDS', 60, 1, 86_400) * 1_000,
  };
  if (url === undefined) {
    if (rest.follow) env.errors.push(`CALLSIGHT_FOLLOW: needs ${PREFIX}URL, the InfluxDB to follow`);
    return undefined;
  }
  if (api === 'v2') requireFor(env, api, { ORG: org, TOKEN: token });
  else if (username !== undefined) requireFor(env, api, { PASSWORD: password });
  return { influx: { url: readUrl(env, url), ...influx }, ...rest };
}
