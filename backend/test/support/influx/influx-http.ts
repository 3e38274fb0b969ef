import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the call fails; 30 s unless given. */
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a call to one server. */
export type CallInflux = (call: HttpCall) => Promise<HttpAnswer>;

/**
 * Calls to a server whose own certificate (PEM) is trusted, if it has one. Each takes a new connection, for one that
 * is kept would outlive a killed server and fail the first call after its restart.
 */
export function influxHttp(url: string, certificate?: string): CallInflux {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const trust = certificate === undefined ? {} : { ca: certificate };
  return ({ method, path, headers = {}, body, timeoutMs = 30_000 }) =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const outgoing = request(new URL(path, url), { method, headers, agent: false, signal, ...trust }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}
