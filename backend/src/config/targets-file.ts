import { resolve } from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { parse } from 'yaml';
import { schemaProblems } from '../lib/schema/schema-problems.js';
import type { TargetDefinition } from '../reporting/targets/target.js';
import { parseS3 } from './blobs.js';
import type { Environment } from './environment.js';

const NAME = 'CALLSIGHT_TARGETS_FILE';

/** Where reports go besides mailboxes. */
export interface TargetsConfig {
  readonly definitions: readonly TargetDefinition[];
  /** Whether webhooks may lie at private, loopback and other special addresses. */
  readonly allowsPrivate: boolean;
}

const File = Type.Optional(Type.String({ minLength: 1, description: 'path of a file' }));
const Text = Type.Optional(Type.String({ minLength: 1 }));

/** A target as it is written: a secret stands in the file, or in one that it names. */
const Entry = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description: 'lower case letters, digits, - and _' }),
    tenant: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', default: 'main', description: 'name of a tenant' }),
    kind: Type.Union((['webhook', 'slack', 'folder', 's3'] as const).map((kind) => Type.Literal(kind))),
    url: Text,
    url_file: File,
    secret: Text,
    secret_file: File,
    path: Text,
    access_key_id: Text,
    access_key_id_file: File,
    secret_access_key: Text,
    secret_access_key_file: File,
  },
  { additionalProperties: false },
);
type Entry = Static<typeof Entry>;

/** What the file of targets may hold. */
export const TargetsFile = Type.Object(
  { targets: Type.Array(Entry, { default: [] }) },
  { additionalProperties: false },
);

/** Fields of each kind; a field that another kind has is a mistake. */
const FIELDS: Readonly<Record<Entry['kind'], readonly (keyof Entry)[]>> = {
  webhook: ['url', 'secret'],
  slack: ['url'],
  folder: ['path'],
  s3: ['url', 'access_key_id', 'secret_access_key'],
};

/** Shortest secret that is not easily guessed. */
const MIN_SECRET = 16;

/** Reads one target and says what is wrong with it, never with what its secrets are. */
class TargetReader {
  readonly #env: Environment;
  readonly #where: string;

  constructor(env: Environment, index: number) {
    this.#env = env;
    this.#where = `${NAME}: /targets/${index}`;
  }

  read(entry: Entry): TargetDefinition {
    const { name, tenant, kind } = entry;
    const own = FIELDS[kind].flatMap((field) => [field, `${field}_file`]);
    for (const field of Object.keys(entry))
      if (!['name', 'tenant', 'kind', ...own].includes(field))
        this.#problem(field, `a target of kind ${kind} has none`);
    switch (kind) {
      case 'webhook':
        return { name, tenant, kind, url: this.#address(entry), secret: this.#secret(entry) };
      case 'slack':
        return { name, tenant, kind, url: this.#address(entry) };
      case 'folder':
        return { name, tenant, kind, path: resolve(this.#field(entry, 'path')) };
      case 's3':
        return { name, tenant, kind, ...this.#bucket(entry) };
    }
  }

  #problem(field: string, why: string): void {
    this.#env.errors.push(`${this.#where}/${field}: ${why}`);
  }

  #field(entry: Entry, field: 'url' | 'secret' | 'path' | 'access_key_id' | 'secret_access_key'): string {
    const file = field === 'path' ? undefined : entry[`${field}_file`];
    if (file !== undefined && entry[field] !== undefined) this.#problem(field, `stands beside ${field}_file; keep one`);
    const value = file === undefined ? entry[field] : this.#env.secretFile(file, `${this.#where}/${field}_file`);
    if (value === undefined) this.#problem(field, 'needed');
    return value ?? '';
  }

  #address(entry: Entry): string {
    const url = this.#field(entry, 'url');
    const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
    if (url !== '' && !isWeb) this.#problem('url', 'expected an address that begins with https: or http:');
    return url;
  }

  #secret(entry: Entry): string {
    const secret = this.#field(entry, 'secret');
    if (secret !== '' && secret.length < MIN_SECRET)
      this.#problem('secret', `expected at least ${MIN_SECRET} characters`);
    return secret;
  }

  #bucket(entry: Entry) {
    const { place, problems } = parseS3(this.#field(entry, 'url'));
    for (const problem of problems) this.#problem('url', problem);
    const [accessKeyId, secretAccessKey] = [
      this.#field(entry, 'access_key_id'),
      this.#field(entry, 'secret_access_key'),
    ];
    return { ...place, accessKeyId, secretAccessKey };
  }
}

function entriesOf(env: Environment): readonly Entry[] {
  const text = env.file(NAME);
  if (text === undefined) return [];
  let parsed: unknown;
  try {
    // An empty file says nothing, which is fine.
    parsed = (parse(text) as unknown) ?? {};
  } catch (error) {
    // The parser repeats the line at fault below its message; it may hold what must not be told.
    env.errors.push(`${NAME}: not valid YAML: ${(error instanceof Error ? error.message : '').split('\n')[0] ?? ''}`);
    return [];
  }
  const value = Value.Default(TargetsFile, parsed);
  if (Value.Check(TargetsFile, value)) return value.targets;
  env.errors.push(...schemaProblems(TargetsFile, value).map(({ path, message }) => `${NAME}: ${path}: ${message}`));
  return [];
}

/** Reads the file of targets, in YAML or JSON; what is wrong with it is told with everything else. */
export function readTargets(env: Environment): TargetsConfig {
  const definitions = entriesOf(env).map((entry, index) => new TargetReader(env, index).read(entry));
  const names = definitions.map(({ tenant, name }) => `${tenant}/${name}`);
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) < index)))
    env.errors.push(`${NAME}: the target ${name} stands there twice`);
  return { definitions, allowsPrivate: env.flag('CALLSIGHT_TARGETS_PRIVATE', false) };
}
