import { parseAddress } from '../lib/net/socket-address.js';
import type { Environment } from './environment.js';

const NAME = 'CALLSIGHT_METRICS_LISTEN';

export interface MetricsListen {
  readonly host: string;
  readonly port: number;
}

/** Where metrics are shown without a key; nowhere if undefined. A port alone is one of this machine, for itself. */
export function readMetricsListen(env: Environment): MetricsListen | undefined {
  const text = env.optional(NAME);
  if (text === undefined || text === 'off') return undefined;
  const address = parseAddress(/^:?\d+$/.test(text) ? `127.0.0.1:${text.replace(':', '')}` : text);
  if (address?.kind === 'tcp') return { host: address.host, port: address.port };
  env.errors.push(`${NAME}: "${text}" is neither host:port nor a port nor off`);
  return undefined;
}
