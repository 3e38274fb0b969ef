import { join, resolve } from 'node:path';
import { MAX_SOCKET_PATH, parseAddress, type Address } from '../lib/net/socket-address.js';
import type { Environment } from './environment.js';

const NAME = 'CALLSIGHT_GRAFANA_LISTEN';

export interface GrafanaConfig {
  /** Where requests of Grafana are taken; nowhere if empty. */
  readonly listen: readonly Address[];
}

function readAddress(env: Environment, text: string): Address[] {
  const address = parseAddress(text);
  if (address === undefined) {
    env.errors.push(`${NAME}: "${text}" is neither unix:/path/to.sock nor host:port nor off`);
    return [];
  }
  if (address.kind === 'tcp') return [address];
  const path = resolve(address.path);
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    env.errors.push(`${NAME}: the path of a socket has at most ${MAX_SOCKET_PATH} bytes`);
    return [];
  }
  return [{ kind: 'unix', path }];
}

/** Without a setting it is a socket beside the data, unless the path to it is longer than one may be. */
export function readGrafana(env: Environment, dataDir: string): GrafanaConfig {
  const text = env.optional(NAME);
  if (text === undefined) {
    const path = join(dataDir, 'grafana.sock');
    return { listen: Buffer.byteLength(path) > MAX_SOCKET_PATH ? [] : [{ kind: 'unix', path }] };
  }
  if (text === 'off') return { listen: [] };
  return { listen: text.split(',').flatMap((part) => readAddress(env, part.trim())) };
}
