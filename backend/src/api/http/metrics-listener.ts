import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { ServiceMetrics } from '../../monitoring/service-metrics/service-metrics.js';

/** Connections of scrapers; more are refused. */
const MAX_CONNECTIONS = 20;

export interface MetricsListener {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics` without a key at an address of its own, and nothing else: who can connect may read it.
 * @throws when the address cannot be listened on
 */
export async function listenForMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  metrics: ServiceMetrics,
  log: Logger,
): Promise<MetricsListener> {
  const answer = async ({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isThere = url?.split('?', 1)[0] === '/metrics';
    if (!isThere || (method !== 'GET' && method !== 'HEAD')) {
      if (isThere) refuse(response, 405, 'only GET\n', { allow: 'GET, HEAD' });
      else refuse(response, 404, 'only /metrics is here\n');
      return;
    }
    const { contentType, text } = await metrics.page(undefined);
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
    response.end(method === 'HEAD' ? undefined : text);
  };
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'metrics could not be read');
      if (!response.headersSent) refuse(response, 500, 'the metrics could not be read\n');
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host.replace(/^\[|\]$/g, ''));
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}/metrics`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuse(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(text);
}
