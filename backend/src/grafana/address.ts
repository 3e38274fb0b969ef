import { connect } from 'node:net';
import { lstat, rm } from 'node:fs/promises';

/** Where Grafana finds this service. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** The longest path of a socket that every Unix takes. */
export const MOST_SOCKET_PATH = 103;

/** @returns undefined when the text is neither `unix:/path` nor `host:port` */
export function parseAddress(text: string): Address | undefined {
  const path = /^unix:(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'unix', path };
  const match = /^(\[[0-9a-fA-F:]+\]|[^:\s/]+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  return match?.[1] === undefined || port > 65_535 ? undefined : { kind: 'tcp', host: match[1], port };
}

/** As gRPC names it. */
export const targetOf = (address: Address): string =>
  address.kind === 'unix' ? `unix:${address.path}` : `${address.host}:${address.port}`;

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/**
 * Removes the socket that a process left behind when it was killed.
 * @throws when somebody listens there, or when something else than a socket is in the way
 */
export async function clearSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`${path} is there already, and is no socket`);
  if (await answers(path)) throw new Error(`another process listens on ${path}`);
  await rm(path);
}
