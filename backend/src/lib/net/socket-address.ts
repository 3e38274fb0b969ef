import { connect } from 'node:net';
import { dirname } from 'node:path';
import { lstat, rm, stat } from 'node:fs/promises';

/** Where Grafana finds this service. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** The longest path of a socket that every Unix takes. */
export const MAX_SOCKET_PATH = 103;

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

/** Only a refusal says that nobody is there: a socket may be of another kind, or not ours to open. */
const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'));
  });

/** What is not there is no error; anything else that keeps us from looking is. */
function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** In place of "permission denied", which is what binding a socket says of a folder that is not there. */
async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(unlessMissing);
  if (found?.isDirectory() !== true) throw new Error(`there is no folder ${folder} for a socket`);
}

/**
 * Removes the socket that a process left behind when it was killed.
 * @throws when somebody listens there, when something else than a socket is in the way, or when there is no such folder
 */
export async function clearSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(unlessMissing);
  if (found === undefined) return checkFolder(dirname(path));
  if (!found.isSocket()) throw new Error(`${path} is there already, and is no socket`);
  if (await answers(path)) throw new Error(`another process listens on ${path}`);
  await rm(path);
}
