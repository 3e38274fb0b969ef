import { CommandFailed } from './command-io.js';
import { noKey, type ApiSettings } from './service-options.js';

/** Nothing answers at the address of the service. */
export class Unreachable extends CommandFailed {}

/** An answer of the service that is not a success. */
export class Refused extends CommandFailed {
  constructor(
    message: string,
    readonly status: number,
    /** JSON pointer or parameter at fault, where the service names one. */
    readonly path?: string,
  ) {
    super(message);
  }
}

function refusedBy(body: string, status: number): Refused {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; message?: string; path?: string } };
    return new Refused(`${error?.message ?? body} (${error?.code ?? status})`, status, error?.path);
  } catch {
    return new Refused(`the service answered ${status}: ${body.slice(0, 300)}`, status);
  }
}

/** The innermost reason of a failed connection, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? message;
}

interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Some routes answer without a key. */
  readonly withoutKey?: boolean;
  /** Time after which nobody is there; a backup or an erasure may take as long as it likes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

async function send(api: ApiSettings, request: ApiRequest): Promise<string> {
  return (await respond(api, request)).text();
}

/** @returns an answer that is a success */
async function respond({ url, key }: ApiSettings, request: ApiRequest): Promise<Response> {
  const { method, path, body, withoutKey, timeoutMs, signal } = request;
  if (key === undefined && withoutKey !== true) throw noKey();
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(key === undefined || withoutKey === true ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Unreachable(`no answer from ${url} (${reasonOf(error)}): is the service running?`);
  });
  if (!response.ok) throw refusedBy(await response.text(), response.status);
  return response;
}

/** Asks for a file. @returns its answer, with the body still to be read @throws Unreachable, Refused; the reason of `signal` */
export const askForFile = (api: ApiSettings, path: string, body: unknown, signal: AbortSignal): Promise<Response> =>
  respond(api, { method: 'POST', path, body, signal });

/**
 * Asks the running service, because its embedded stores belong to its process alone.
 * @returns the answer as JSON; undefined when it has no body
 * @throws Unreachable, Refused, CommandFailed without a key
 */
export async function askService(
  api: ApiSettings,
  method: ApiRequest['method'],
  path: string,
  body?: unknown,
): Promise<unknown> {
  const text = await send(api, { method, path, body });
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/** Asks a route that needs no key. @throws Unreachable, also when nothing comes within the time; Refused */
export const askWithoutKey = async (api: ApiSettings, path: string, timeoutMs: number): Promise<unknown> =>
  JSON.parse(await send(api, { method: 'GET', path, withoutKey: true, timeoutMs })) as unknown;
