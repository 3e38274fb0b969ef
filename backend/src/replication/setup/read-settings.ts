import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Credentials } from './credentials.js';
import { MisuseError } from './misuse-error.js';
import type { SetupSettings } from './settings.js';

type Variables = Readonly<Record<string, string | undefined>>;

const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;
const OPTIONS = {
  url: text,
  api: text,
  org: text,
  bucket: text,
  'retention-days': text,
  wait: { ...text, default: '30' },
  'token-file': text,
  'read-token-file': text,
  print: yes,
  help: { ...yes, short: 'h' },
} as const;

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error));
  }
};

/** An empty variable counts as absent. */
const variable = (env: Variables, name: string): string | undefined => env[name] || undefined;

/** From the variable, or from the file that `NAME_FILE` names, without the newline at its end. */
function secret(env: Variables, name: string): string | undefined {
  const file = variable(env, `${name}_FILE`);
  const value = variable(env, name);
  if (file === undefined) return value;
  if (value !== undefined) throw new MisuseError(`${name} and ${name}_FILE are both set; keep one`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    throw new MisuseError(`${name}_FILE: cannot read the file (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

function address(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new MisuseError('--url (CALLSIGHT_INFLUX_URL) must be an address such as http://127.0.0.1:8086');
  // Not shown: what stands there may be a password.
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new MisuseError('--url (CALLSIGHT_INFLUX_URL) must be the address alone, without user, password or ?query');
  return url.href.replace(/\/+$/, '');
}

function apiOf(value: string): 'v1' | 'v2' {
  if (value === 'v1' || value === 'v2') return value;
  throw new MisuseError(`--api (CALLSIGHT_INFLUX_API) must be v2 (InfluxDB 2.x) or v1 (1.x), not "${value}"`);
}

/** InfluxDB keeps durations in nanoseconds of 64 bits, about 292 years. */
const MAX_DAYS = 100_000;

function wholeNumber(flag: string, value: string, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number <= most) return number;
  throw new MisuseError(`--${flag} must be a whole number from 0 to ${most}, not "${value}"`);
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
  throw new MisuseError(`give --${flag} or set ${name}`);
}

interface Asked {
  readonly help: boolean;
  /** Show the commands and do nothing. */
  readonly print: boolean;
  /** Read only when needed, so that help is given whatever is set. @throws MisuseError */
  settings(): SetupSettings;
}

/**
 * Reads flags and variables of `callsight setup influx`. A flag wins over its variable; secrets have no flags, which
 * every process on the machine could read.
 * @throws MisuseError
 */
export function readSettings(args: string[], env: Variables): Asked {
  const flags = parse(args);
  const setting = (flag: 'url' | 'api' | 'org' | 'bucket'): string | undefined =>
    flags[flag] ?? variable(env, `CALLSIGHT_INFLUX_${flag.toUpperCase()}`);
  const days = flags['retention-days'];
  return {
    help: flags.help === true,
    print: flags.print === true,
    settings: () => {
      const api = apiOf(setting('api') ?? 'v2');
      return {
        url: address(setting('url') ?? 'http://127.0.0.1:8086'),
        api,
        org: api === 'v1' ? '' : required(setting('org'), 'org', 'CALLSIGHT_INFLUX_ORG'),
        bucket: required(setting('bucket') ?? 'callsight', 'bucket', 'CALLSIGHT_INFLUX_BUCKET'),
        retentionDays: days === undefined ? undefined : wholeNumber('retention-days', days, MAX_DAYS),
        waitMs: wholeNumber('wait', flags.wait, 3_600) * 1_000,
        username: variable(env, 'CALLSIGHT_INFLUX_USERNAME') ?? 'callsight',
        files: { service: flags['token-file'], 'read-only': flags['read-token-file'] },
        admin: adminOf(env, api),
      };
    },
  };
}
