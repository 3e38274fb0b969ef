import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { reasonOfAbort, resolveHost, type NetworkPolicy, type ResolvedHost } from './resolve-host.js';

export interface HttpGetOptions {
  readonly policy: NetworkPolicy;
  /** Ends the whole exchange: resolving, connecting, redirects and the body. */
  readonly signal: AbortSignal;
  /** Bytes of the body that are read; 0 reads none. */
  readonly maxBytes: number;
  /** Redirects that are followed. */
  readonly maxRedirects: number;
  /** Whether an answer with this status is what was looked for, also if it is a redirect. */
  readonly isWanted?: (status: number) => boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
  /** Whether the body is longer than what was read. */
  readonly isCut: boolean;
  /** When the certificate of the server ends; undefined without TLS. */
  readonly certificateEnds: Date | undefined;
}

/** An answer that leads on to where it must not, or on and on. */
export class RedirectRefused extends Error {
  override readonly name = 'RedirectRefused';
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function send(url: URL, { name, address, family }: ResolvedHost, { policy, signal }: HttpGetOptions) {
  const isTls = url.protocol === 'https:';
  const request = (isTls ? requestHttps : requestHttp)({
    method: 'GET',
    // The address, so that nothing resolves the name again; the name goes into the header and into TLS.
    host: address,
    family,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    headers: { host: url.host, 'user-agent': 'Callsight', accept: '*/*', 'accept-encoding': 'identity' },
    agent: false,
    signal,
    ...(isTls && isIP(name) === 0 ? { servername: name } : {}),
    ...(isTls && policy.ca !== undefined ? { ca: policy.ca } : {}),
  });
  return new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', (error) => reject(signal.aborted ? reasonOfAbort(signal) : error));
    request.end();
  });
}

const certificateEnds = ({ socket }: IncomingMessage): Date | undefined => {
  const certificate = (socket as Partial<TLSSocket>).getPeerCertificate?.();
  return certificate === undefined ? undefined : new Date(certificate.valid_to);
};

async function readBody(
  response: IncomingMessage,
  { maxBytes, signal }: HttpGetOptions,
): Promise<Pick<HttpAnswer, 'body' | 'isCut'>> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length > maxBytes) break;
    }
  } catch (error) {
    throw signal.aborted ? reasonOfAbort(signal) : error;
  }
  return { body: Buffer.concat(parts).subarray(0, maxBytes), isCut: length > maxBytes };
}

/** Where a redirect leads. @throws RedirectRefused */
function nextOf(location: string | undefined, url: URL): URL {
  if (location === undefined || !URL.canParse(location, url.href)) throw new RedirectRefused('redirected to nowhere');
  const next = new URL(location, url);
  if (next.protocol !== 'http:' && next.protocol !== 'https:')
    throw new RedirectRefused(`redirected to ${next.protocol} instead of http: or https:`);
  return next;
}

/**
 * Gets a URL. The name of every host on the way is resolved once and its address is checked before anything is sent.
 * @throws AddressRefused, RedirectRefused; errors of the system and of TLS; the reason of the signal
 */
export async function httpGet(start: URL, options: HttpGetOptions): Promise<HttpAnswer> {
  const { policy, signal, maxRedirects, maxBytes, isWanted = () => false } = options;
  let url = start;
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(url, await resolveHost(url.hostname, policy, signal), options);
    try {
      const status = response.statusCode ?? 0;
      if (!REDIRECTS.has(status) || isWanted(status)) {
        const ends = certificateEnds(response);
        const read = maxBytes > 0 ? await readBody(response, options) : { body: Buffer.alloc(0), isCut: false };
        return { status, ...read, certificateEnds: ends };
      }
      if (redirects === maxRedirects) throw new RedirectRefused(`redirected more than ${maxRedirects} times`);
      url = nextOf(response.headers.location, url);
    } finally {
      response.destroy();
    }
  }
}
