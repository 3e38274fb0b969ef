import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { parse } from 'yaml';
import { nearest } from '../lib/text/nearest.js';
import { schemaProblems, type SchemaProblem } from '../lib/schema/schema-problems.js';
import type { Environment } from './environment.js';

const PROVIDERS = ['vapi', 'retell', 'twilio', 'acuity', 'stripe'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

const Settings = Type.Record(Type.String(), Type.Unknown());

/** How recordings of a connection are had and kept. */
const RecordingRules = Type.Object(
  {
    fetch: Type.Optional(Type.Boolean()),
    keep_days: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 36_500, description: 'days; 0: as those of the tenant' }),
    ),
    key_env: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', description: 'name of a variable' })),
    key_file: Type.Optional(Type.String({ minLength: 1, description: 'path of a file' })),
    user: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    origins: Type.Optional(
      Type.Array(
        Type.String({
          pattern: '^https?://[A-Za-z0-9.\\[\\]:-]+$',
          description: 'where the key is sent to, such as https://api.vapi.ai',
        }),
        { minItems: 1, maxItems: 20 },
      ),
    ),
    agent_channel: Type.Optional(Type.Integer({ minimum: 1, maximum: 2, description: '1 or 2' })),
  },
  { additionalProperties: false },
);

const Entry = Type.Object(
  {
    provider: Type.Union(PROVIDERS.map((name) => Type.Literal(name))),
    name: Type.String({
      pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
      default: 'default',
      description: 'lower case letters, digits, - and _',
    }),
    tenant: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', default: 'main', description: 'name of a tenant' }),
    enabled: Type.Boolean({ default: true }),
    secret_env: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', description: 'name of a variable' })),
    secret_file: Type.Optional(Type.String({ minLength: 1, description: 'path of a file' })),
    settings: Type.Composite([Settings], { default: {} }),
    recordings: Type.Optional(RecordingRules),
  },
  { additionalProperties: false },
);
export type ConnectionEntry = Static<typeof Entry>;

/** What the file of webhook accounts may hold. */
export const ConnectionsFile = Type.Object(
  {
    end_reasons: Type.Record(Type.String(), Settings, { default: {}, description: 'end reasons by provider' }),
    connections: Type.Array(Entry, { default: [] }),
  },
  { additionalProperties: false },
);
export type ConnectionsFile = Static<typeof ConnectionsFile>;

const NAME = 'CALLSIGHT_CONNECTIONS_FILE';

const EMPTY: ConnectionsFile = { end_reasons: {}, connections: [] };

function parseYaml(env: Environment, text: string): unknown {
  try {
    // An empty file says nothing, which is fine.
    return (parse(text) as unknown) ?? {};
  } catch (error) {
    // The parser repeats the line at fault below its message; it may hold what must not be told.
    env.errors.push(`${NAME}: not valid YAML: ${(error instanceof Error ? error.message : '').split('\n')[0] ?? ''}`);
    return {};
  }
}

const KNOWN = [...Object.keys(Entry.properties), ...Object.keys(ConnectionsFile.properties)];

function problemOf({ path, message }: SchemaProblem): string {
  const [near] = message === 'Unexpected property' ? nearest(path.split('/').at(-1) ?? '', KNOWN, 1) : [];
  return `${NAME}: ${path === '' ? 'the file' : path}: ${message}${near === undefined ? '' : ` (did you mean ${near}?)`}`;
}

/** Reads the file of connections, in YAML or JSON; what is wrong with it is told with everything else. */
export function readConnectionsFile(env: Environment): ConnectionsFile {
  const text = env.file(NAME);
  if (text === undefined) return EMPTY;
  const value = Value.Default(ConnectionsFile, parseYaml(env, text));
  if (Value.Check(ConnectionsFile, value)) return value;
  env.errors.push(...schemaProblems(ConnectionsFile, value).map(problemOf));
  return EMPTY;
}
