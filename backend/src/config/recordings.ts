import type { WebhookAccount } from '../ingest/webhooks/account.js';
import type { RecordingAccount, RecordingCredentials } from '../recordings/fetch/recording-account.js';
import type { ConnectionEntry } from './connections-file.js';
import type { Environment } from './environment.js';
import type { RetentionConfig } from './retention.js';

/** How recordings are had and kept. */
export interface RecordingsConfig {
  /** Whether what providers announce is fetched, unless a connection says otherwise. */
  readonly fetches: boolean;
  /** Whether addresses of recordings may be private, loopback and other special ones. */
  readonly allowsPrivate: boolean;
  /** Bytes that a recording may have. */
  readonly maxBytes: number;
  /** Days that recordings are kept after the call; undefined is for good. */
  readonly keepDays: number | undefined;
  /** By tenant, where it is another number. */
  readonly keepDaysOf: ReadonlyMap<string, number>;
  /** Of each connection. */
  readonly accounts: readonly RecordingAccount[];
}

const MEGABYTE = 1_000_000;
const MAX_DAYS = 36_500;

/** Where the credentials of a provider go, unless a connection says otherwise. */
const ORIGINS: Readonly<Record<string, readonly string[]>> = {
  twilio: ['https://.twilio.com'],
  vapi: ['https://api.vapi.ai'],
};

/** 0 is for good. */
const daysOf = (days: number | undefined): number | undefined => (days === 0 ? undefined : days);

/** Pairs such as `acme=30,main=365`. */
function byTenant(env: Environment): ReadonlyMap<string, number> {
  const name = 'CALLSIGHT_RETENTION_RECORDINGS_BY_TENANT';
  const text = env.optional(name);
  const pairs = (text?.split(',') ?? []).flatMap((pair): [string, number][] => {
    const [, tenant, days] = /^\s*([a-z0-9][a-z0-9-]{0,39})=(\d{1,5})\s*$/.exec(pair) ?? [];
    if (tenant !== undefined && Number(days) <= MAX_DAYS) return [[tenant, Number(days)]];
    env.errors.push(`${name}: expected tenants with days, such as acme=30,main=365 (0 is for good)`);
    return [];
  });
  return new Map(pairs);
}

function secretOf(env: Environment, entry: ConnectionEntry | undefined, where: string): string | undefined {
  const { key_env: variable, key_file: file } = entry?.recordings ?? {};
  if (variable !== undefined && file !== undefined)
    env.errors.push(`${where}: key_env and key_file are both set; keep one`);
  if (file !== undefined) return env.secretFile(file, where);
  if (variable === undefined) return undefined;
  const secret = env.secret(variable);
  if (secret === undefined) env.errors.push(`${where}: the variable ${variable} (or ${variable}_FILE) is not set`);
  return secret;
}

/** Twilio lets recordings be had with the token that its webhooks are signed with; Vapi has a key for it. */
function credentialsOf(
  { provider, secret }: WebhookAccount,
  own: string | undefined,
  entry: ConnectionEntry | undefined,
): RecordingCredentials | undefined {
  const { user, origins = ORIGINS[provider.name] ?? [] } = entry?.recordings ?? {};
  if (provider.name === 'twilio') return { scheme: 'basic', user, secret: own ?? secret, origins };
  if (own === undefined) return undefined;
  return { scheme: user === undefined ? 'bearer' : 'basic', user, secret: own, origins };
}

interface Sources {
  readonly connections: readonly WebhookAccount[];
  readonly entries: readonly ConnectionEntry[];
}

const NO_RULES: NonNullable<ConnectionEntry['recordings']> = {};

/** Platforms whose webhooks are about calls. */
const HAVE_RECORDINGS: ReadonlySet<string> = new Set(['vapi', 'retell', 'twilio']);

function accountsOf(env: Environment, fetches: boolean, { connections, entries }: Sources): RecordingAccount[] {
  const vapiKey = env.secret('CALLSIGHT_VAPI_API_KEY');
  const ofCalls = connections.filter(({ provider }) => HAVE_RECORDINGS.has(provider.name));
  return ofCalls.map((connection): RecordingAccount => {
    const { provider, name, tenant, enabled } = connection;
    const index = entries.findIndex((one) => one.provider === provider.name && one.name === name);
    const entry = entries[index];
    const own = secretOf(env, entry, `CALLSIGHT_CONNECTIONS_FILE: /connections/${index}/recordings`);
    const { fetch = fetches, keep_days: keepDays, agent_channel: agentChannel = 2 } = entry?.recordings ?? NO_RULES;
    return {
      provider: provider.name,
      name,
      tenant,
      fetches: enabled && fetch,
      keepDays,
      credentials: credentialsOf(connection, own ?? (provider.name === 'vapi' ? vapiKey : undefined), entry),
      agentChannel: agentChannel - 1,
    };
  });
}

export function readRecordings(env: Environment, sources: Sources): RecordingsConfig {
  const fetches = env.flag('CALLSIGHT_FETCH_RECORDINGS', false);
  return {
    fetches,
    allowsPrivate: env.flag('CALLSIGHT_RECORDINGS_PRIVATE', false),
    maxBytes: env.number('CALLSIGHT_MAX_RECORDING_MB', 4_096, 1, 65_536) * MEGABYTE,
    keepDays: daysOf(env.number('CALLSIGHT_RETENTION_RECORDINGS_DAYS', 0, 0, MAX_DAYS)),
    keepDaysOf: byTenant(env),
    accounts: accountsOf(env, fetches, sources),
  };
}

/** How many days recordings of a source are kept, and never longer than their calls; undefined is for good. */
export function daysKept(
  {
    recordings,
    retention,
  }: { readonly recordings: RecordingsConfig; readonly retention: Pick<RetentionConfig, 'calls'> },
  { tenant, source }: { readonly tenant: string; readonly source: string },
): number | undefined {
  const { keepDays, keepDaysOf, accounts } = recordings;
  const own = accounts.filter((one) => one.tenant === tenant && one.provider === source);
  // Of several accounts of one provider it is not known which one a recording is of: none is kept for longer than it may be.
  const ofAccounts = own.flatMap(({ keepDays: days }) => daysOf(days) ?? []);
  const days = ofAccounts.length > 0 ? Math.min(...ofAccounts) : daysOf(keepDaysOf.get(tenant) ?? keepDays);
  const limits = [days, retention.calls].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
