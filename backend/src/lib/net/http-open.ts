import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { reasonOfAbort, resolveHost, type NetworkPolicy, type ResolvedHost } from './resolve-host.js';

export interface HttpOpenOptions {
  readonly policy: NetworkPolicy;
  /** Ends the whole exchange: resolving, connecting, redirects and the body. */
  readonly signal: AbortSignal;
  /** Redirects that are followed. */
  readonly maxRedirects: number;
  /** Whether an answer with this status is what was looked for, also if it is a redirect. */
  readonly isWanted?: (status: number) => boolean;
  /** Further header fields, for each address on the way: what is a secret of one host must not go to another. */
  readonly headersFor?: (url: URL) => Readonly<Record<string, string>>;
}

/** An answer that leads on to where it must not, or on and on. */
export class RedirectRefused extends Error {
  override readonly name = 'RedirectRefused';
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function send(url: URL, { name, address, family }: ResolvedHost, options: HttpOpenOptions) {
  const { policy, signal, headersFor = () => ({}) } = options;
  const isTls = url.protocol === 'https:';
  const request = (isTls ? requestHttps : requestHttp)({
    method: 'GET',
    // The address, so that nothing resolves the name again; the name goes into the header and into TLS.
    host: address,
    family,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    headers: {
      host: url.host,
      'user-agent': 'Callsight',
      accept: '*/*',
      'accept-encoding': 'identity',
      ...headersFor(url),
    },
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

/** Where a redirect leads. @throws RedirectRefused */
function nextOf(location: string | undefined, url: URL): URL {
  if (location === undefined || !URL.canParse(location, url.href)) throw new RedirectRefused('redirected to nowhere');
  const next = new URL(location, url);
  if (next.protocol !== 'http:' && next.protocol !== 'https:')
    throw new RedirectRefused(`redirected to ${next.protocol} instead of http: or https:`);
  return next;
}

/**
 * Asks for a URL, and follows redirects. The name of every host on the way is resolved once and its address is checked before
 * anything is sent.
 * @returns the answer, whose body has to be read to its end or destroyed
 * @throws AddressRefused, RedirectRefused; errors of the system and of TLS; the reason of the signal
 */
export async function httpOpen(start: URL, options: HttpOpenOptions): Promise<IncomingMessage> {
  const { policy, signal, maxRedirects, isWanted = () => false } = options;
  let url = start;
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(url, await resolveHost(url.hostname, policy, signal), options);
    const status = response.statusCode ?? 0;
    if (!REDIRECTS.has(status) || isWanted(status)) return response;
    response.destroy();
    if (redirects === maxRedirects) throw new RedirectRefused(`redirected more than ${maxRedirects} times`);
    url = nextOf(response.headers.location, url);
  }
}
