import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { reasonOfAbort, resolveHost, type NetworkPolicy } from './resolve-host.js';

interface HttpPostOptions {
  readonly policy: NetworkPolicy;
  /** Ends the whole exchange. */
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the answer that are read. */
  readonly maxBytes: number;
}

/** What was answered. */
export interface PostAnswer {
  readonly status: number;
  /** As text, cut to what was allowed. */
  readonly text: string;
}

/** An exchange that ended without an answer. */
export class PostFailed extends Error {
  override readonly name = 'PostFailed';
  constructor(
    message: string,
    /** Whether all of the body had gone out, so that it may have been taken. */
    readonly wasSent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Posts a body. The name of the host is resolved once and its address is checked before anything is sent; redirects are answers
 * like others, as credentials must not go elsewhere.
 * @throws AddressRefused; errors of the look-up of the name; PostFailed
 */
export async function httpPost(url: URL, body: Buffer, options: HttpPostOptions): Promise<PostAnswer> {
  const { policy, signal, headers, maxBytes } = options;
  const { name, address, family } = await resolveHost(url.hostname, policy, signal);
  const isTls = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    let wasSent = false;
    const fail = (error: Error): void => {
      const cause = signal.aborted ? reasonOfAbort(signal) : error;
      reject(new PostFailed(cause.message, wasSent, { cause }));
    };
    const request = (isTls ? requestHttps : requestHttp)(
      {
        method: 'POST',
        // The address, so that nothing resolves the name again; the name goes into the header and into TLS.
        host: address,
        family,
        port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
        path: url.pathname + url.search,
        headers: { host: url.host, 'user-agent': 'Callsight', 'content-length': String(body.length), ...headers },
        agent: false,
        signal,
        ...(isTls && isIP(name) === 0 ? { servername: name } : {}),
        ...(isTls && policy.ca !== undefined ? { ca: policy.ca } : {}),
      },
      (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        const done = (): void => {
          const text = Buffer.concat(parts).subarray(0, maxBytes).toString();
          resolve({ status: response.statusCode ?? 0, text });
          response.destroy();
        };
        response.on('data', (part: Buffer) => {
          parts.push(part);
          length += part.length;
          if (length > maxBytes) done();
        });
        response.once('end', done);
        // The status is the answer, whatever becomes of the text.
        response.once('error', done);
      },
    );
    request.once('finish', () => {
      wasSent = true;
    });
    request.on('error', fail);
    request.end(body);
  });
}
