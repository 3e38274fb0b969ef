import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { httpOpen, type HttpOpenOptions } from './http-open.js';
import { reasonOfAbort } from './resolve-host.js';

export interface HttpGetOptions extends HttpOpenOptions {
  /** Bytes of the body that are read; 0 reads none. */
  readonly maxBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
  /** Whether the body is longer than what was read. */
  readonly isCut: boolean;
  /** When the certificate of the server ends; undefined without TLS. */
  readonly certificateEnds: Date | undefined;
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

/**
 * Gets a URL. The name of every host on the way is resolved once and its address is checked before anything is sent.
 * @throws AddressRefused, RedirectRefused; errors of the system and of TLS; the reason of the signal
 */
export async function httpGet(start: URL, options: HttpGetOptions): Promise<HttpAnswer> {
  const response = await httpOpen(start, options);
  try {
    const ends = certificateEnds(response);
    const read = options.maxBytes > 0 ? await readBody(response, options) : { body: Buffer.alloc(0), isCut: false };
    return { status: response.statusCode ?? 0, ...read, certificateEnds: ends };
  } finally {
    response.destroy();
  }
}
