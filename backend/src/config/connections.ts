import { DEFAULT_CONNECTION, accountKey, type WebhookAccount } from '../ingest/webhooks/account.js';
import { createAcuity } from '../ingest/providers/acuity/create-acuity.js';
import { SettingsError } from '../ingest/providers/complete-settings.js';
import type { Provider } from '../ingest/providers/port.js';
import { createRetell } from '../ingest/providers/retell/create-retell.js';
import { createStripe } from '../ingest/providers/stripe/create-stripe.js';
import { createTwilio } from '../ingest/providers/twilio/create-twilio.js';
import { createVapi } from '../ingest/providers/vapi/create-vapi.js';
import type { ConnectionEntry, ConnectionsFile, ProviderName } from './connections-file.js';
import type { Environment } from './environment.js';

type Settings = Readonly<Record<string, unknown>>;

export const CREATE: Readonly<Record<ProviderName, (settings: Settings) => Provider>> = {
  vapi: createVapi,
  retell: createRetell,
  twilio: createTwilio,
  acuity: createAcuity,
  stripe: createStripe,
};

/** Variable that holds the secret of the connection `default` of tenant `main`. */
const SECRET: Readonly<Record<ProviderName, string>> = {
  vapi: 'CALLSIGHT_VAPI_SECRET',
  retell: 'CALLSIGHT_RETELL_API_KEY',
  twilio: 'CALLSIGHT_TWILIO_AUTH_TOKEN',
  acuity: 'CALLSIGHT_ACUITY_API_KEY',
  stripe: 'CALLSIGHT_STRIPE_WEBHOOK_SECRET',
};

/** Settings that the environment has for its connections, and their variables. */
const TEXTS: Readonly<Record<ProviderName, Readonly<Record<string, string>>>> = {
  vapi: {
    scheme: 'CALLSIGHT_VAPI_SCHEME',
    algorithm: 'CALLSIGHT_VAPI_ALGORITHM',
    signatureHeader: 'CALLSIGHT_VAPI_SIGNATURE_HEADER',
    timestampHeader: 'CALLSIGHT_VAPI_TIMESTAMP_HEADER',
    secretHeader: 'CALLSIGHT_VAPI_SECRET_HEADER',
    signedText: 'CALLSIGHT_VAPI_SIGNED_TEXT',
    encoding: 'CALLSIGHT_VAPI_ENCODING',
    prefix: 'CALLSIGHT_VAPI_PREFIX',
    secretEncoding: 'CALLSIGHT_VAPI_SECRET_ENCODING',
  },
  retell: {},
  twilio: {},
  acuity: {
    userId: 'CALLSIGHT_ACUITY_USER_ID',
    baseUrl: 'CALLSIGHT_ACUITY_BASE_URL',
    currency: 'CALLSIGHT_ACUITY_CURRENCY',
  },
  stripe: {},
};

const PROVIDERS = Object.keys(CREATE) as ProviderName[];

/** Providers whose calls end for reasons that can be given another meaning. */
const HAVE_END_REASONS: ReadonlySet<string> = new Set(['vapi', 'retell', 'twilio']);

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isRecord = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names in files are written with underscores; end reasons are the platform's own and stay as they are. */
const inCamelCase = (settings: unknown): Settings =>
  isRecord(settings)
    ? Object.fromEntries(Object.entries(settings).map(([name, value]) => [camelCase(name), value]))
    : {};

const endReasonsOf = (reasons: unknown): Settings =>
  isRecord(reasons)
    ? Object.fromEntries(Object.entries(reasons).map(([name, value]) => [name, inCamelCase(value)]))
    : {};

/** Switches that the environment has for its connections. */
const FLAGS: Readonly<Partial<Record<ProviderName, Readonly<Record<string, string>>>>> = {
  stripe: { testMode: 'CALLSIGHT_STRIPE_TEST_MODE' },
  retell: { scrubbedRecordings: 'CALLSIGHT_RETELL_SCRUBBED_RECORDINGS' },
};

const flagsOf = (env: Environment, provider: ProviderName): Settings =>
  Object.fromEntries(
    Object.entries(FLAGS[provider] ?? {})
      .filter(([, variable]) => env.optional(variable) !== undefined)
      .map(([name, variable]) => [name, env.flag(variable, false)]),
  );

function fromEnvironment(env: Environment, provider: ProviderName): Settings {
  const texts = Object.entries(TEXTS[provider]).map(([name, variable]) => [name, env.optional(variable)] as const);
  return { ...Object.fromEntries(texts.filter(([, value]) => value !== undefined)), ...flagsOf(env, provider) };
}

function secretOf(env: Environment, entry: ConnectionEntry, where: string): string | undefined {
  const { secret_env: variable, secret_file: file } = entry;
  if (variable !== undefined && file !== undefined) {
    env.errors.push(`${where}: secret_env and secret_file are both set; keep one`);
  }
  if (variable !== undefined) {
    const secret = env.secret(variable);
    if (secret === undefined) env.errors.push(`${where}: the variable ${variable} (or ${variable}_FILE) is not set`);
    return secret;
  }
  return file === undefined ? undefined : env.secretFile(file, where);
}

/** @param nameOf what the person who configures calls a setting */
function create(
  env: Environment,
  provider: ProviderName,
  settings: Settings,
  nameOf: (setting: string) => string,
): Provider | undefined {
  try {
    return CREATE[provider](settings);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const { setting, message } of error.problems) env.errors.push(`${nameOf(setting)}: ${message}`);
    return undefined;
  }
}

/** Settings of one connection: its own, and the meanings of end reasons that hold for all of its provider below them. */
function settingsOf(provider: ProviderName, file: ConnectionsFile, ...own: readonly Settings[]): Settings {
  const { endReasons, ...settings } = Object.assign({}, ...own) as Record<string, unknown>;
  if (!HAVE_END_REASONS.has(provider)) return settings;
  return { ...settings, endReasons: { ...endReasonsOf(file.end_reasons[provider]), ...endReasonsOf(endReasons) } };
}

/** The connections that the environment alone describes, which an entry of the file may refine or switch off. */
function defaults(env: Environment, file: ConnectionsFile): WebhookAccount[] {
  return PROVIDERS.flatMap((name): WebhookAccount[] => {
    const own = fromEnvironment(env, name);
    const secret = env.secret(SECRET[name]);
    const variable = (setting: string): string =>
      TEXTS[name][setting] ?? `CALLSIGHT_CONNECTIONS_FILE: ${name}/${setting}`;
    if (secret === undefined) return [];
    const entry = file.connections.find((one) => isRefinement(one) && one.provider === name);
    const provider = create(env, name, settingsOf(name, file, own, inCamelCase(entry?.settings)), variable);
    const enabled = entry?.enabled ?? true;
    return provider === undefined ? [] : [{ provider, name: DEFAULT_CONNECTION, tenant: 'main', secret, enabled }];
  });
}

/** An entry without a secret of its own refines the connection of the environment. */
const isRefinement = ({ name, tenant, secret_env: variable, secret_file: file }: ConnectionEntry): boolean =>
  name === DEFAULT_CONNECTION && tenant === 'main' && variable === undefined && file === undefined;

function listed(env: Environment, file: ConnectionsFile): WebhookAccount[] {
  return file.connections.flatMap((entry, index): WebhookAccount[] => {
    if (isRefinement(entry)) return [];
    const where = `CALLSIGHT_CONNECTIONS_FILE: /connections/${index}`;
    const secret = secretOf(env, entry, where);
    const settings = settingsOf(entry.provider, file, inCamelCase(entry.settings));
    const provider = create(env, entry.provider, settings, (setting) => `${where}/settings/${snakeCase(setting)}`);
    if (secret === undefined && entry.secret_env === undefined && entry.secret_file === undefined) {
      env.errors.push(`${where}: needs secret_env or secret_file`);
    }
    if (provider === undefined || secret === undefined) return [];
    return [{ provider, name: entry.name, tenant: entry.tenant, secret, enabled: entry.enabled }];
  });
}

function checkNames(env: Environment, connections: readonly WebhookAccount[]): void {
  const seen = new Set<string>();
  for (const { provider, name } of connections) {
    const key = accountKey(provider.name, name);
    if (seen.has(key))
      env.errors.push(`CALLSIGHT_CONNECTIONS_FILE: there are two connections ${key}; the URL tells them by name`);
    seen.add(key);
  }
}

/** Reads the accounts whose webhooks are taken. A provider without a secret is off. */
export function readConnections(env: Environment, file: ConnectionsFile): WebhookAccount[] {
  for (const name of Object.keys(file.end_reasons)) {
    if (!HAVE_END_REASONS.has(name))
      env.errors.push(
        `CALLSIGHT_CONNECTIONS_FILE: /end_reasons/${name}: valid are ${[...HAVE_END_REASONS].join(', ')}`,
      );
  }
  const connections = [...defaults(env, file), ...listed(env, file)];
  checkNames(env, connections);
  return connections;
}
