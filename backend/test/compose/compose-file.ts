import { parse } from 'yaml';
import { textOf } from './repository.js';

export interface ComposeService {
  readonly image: string;
  readonly build?: unknown;
  readonly user: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: unknown;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly tmpfs: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly restart: string;
  readonly stop_grace_period?: string;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const VARIABLE = /\$\{([A-Z_]+):-([^}]*)\}/g;

/** The variables that docker-compose.yml reads, with their defaults. */
export function composeVariables(): Map<string, string> {
  return new Map([...textOf('docker-compose.yml').matchAll(VARIABLE)].map(([, name, value]) => [name!, value!]));
}

/** docker-compose.yml as it is without any settings. */
export function composeFile(): ComposeFile {
  const text = textOf('docker-compose.yml').replaceAll(VARIABLE, (_, _name, value: string) => value);
  return parse(text, { merge: true }) as ComposeFile;
}

/** One of its services. */
export function composeService(name: string): ComposeService {
  const service = composeFile().services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}
