import { readFileSync } from 'node:fs';
import type { Credentials, SetupSettings } from '../replication/setup/settings.js';
import { misused } from './command-io.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Flags of `callsight setup influx`. Secrets have none, because every process on the machine could read them. */
export interface SetupOptions {
  readonly url?: string;
  readonly api?: string;
  readonly org?: string;
  readonly bucket?: string;
  readonly retentionDays?: number;
  /** Seconds. */
  readonly wait: number;
  readonly tokenFile?: string;
  readonly readTokenFile?: string;
}

/** An empty variable counts as absent. */
const variable = (env: Variables, name: string): string | undefined => env[name] || undefined;

/** From the variable, or from the file that `NAME_FILE` names, without the newline at its end. */
function secret(env: Variables, name: string): string | undefined {
  const file = variable(env, `${name}_FILE`);
  const value = variable(env, name);
  if (file === undefined) return value;
  if (value !== undefined) throw misused(`${name} and ${name}_FILE are both set; keep one`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    throw misused(`${name}_FILE: cannot read the file (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

function address(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw misused('--url (CALLSIGHT_INFLUX_URL) must be an address such as http://127.0.0.1:8086');
  // Not shown: what stands there may be a password.
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw misused('--url (CALLSIGHT_INFLUX_URL) must be the address alone, without user, password or ?query');
  return url.href.replace(/\/+$/, '');
}

function apiOf(value: string): 'v1' | 'v2' {
  if (value === 'v1' || value === 'v2') return value;
  throw misused(`--api (CALLSIGHT_INFLUX_API) must be v2 (InfluxDB 2.x) or v1 (1.x), not "${value}"`);
}

function adminOf(env: Variables, api: 'v1' | 'v2'): Credentials | undefined {
  if (api === 'v2') {
    const token = secret(env, 'CALLSIGHT_INFLUX_ADMIN_TOKEN');
    return token === undefined ? undefined : { kind: 'token', token };
  }
  const username = variable(env, 'CALLSIGHT_INFLUX_ADMIN_USERNAME');
  const password = secret(env, 'CALLSIGHT_INFLUX_ADMIN_PASSWORD');
  return username === undefined || password === undefined ? undefined : { kind: 'password', username, password };
}

function required(value: string | undefined, flag: string, name: string): string {
  if (value !== undefined) return value;
  throw misused(`give --${flag} or set ${name}`);
}

/** Reads what `callsight setup influx` is to do. A flag wins over its variable. @throws CommandFailed */
export function setupSettings(options: SetupOptions, env: Variables): SetupSettings {
  const setting = (flag: 'url' | 'api' | 'org' | 'bucket'): string | undefined =>
    options[flag] ?? variable(env, `CALLSIGHT_INFLUX_${flag.toUpperCase()}`);
  const api = apiOf(setting('api') ?? 'v2');
  return {
    url: address(setting('url') ?? 'http://127.0.0.1:8086'),
    api,
    org: api === 'v1' ? '' : required(setting('org'), 'org', 'CALLSIGHT_INFLUX_ORG'),
    bucket: required(setting('bucket') ?? 'callsight', 'bucket', 'CALLSIGHT_INFLUX_BUCKET'),
    retentionDays: options.retentionDays,
    waitMs: options.wait * 1_000,
    username: variable(env, 'CALLSIGHT_INFLUX_USERNAME') ?? 'callsight',
    files: { service: options.tokenFile, 'read-only': options.readTokenFile },
    admin: adminOf(env, api),
  };
}
