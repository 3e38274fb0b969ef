import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server on the loopback. */
export interface WebServer {
  readonly port: number;
  readonly url: string;
  /** Requests that it was sent so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a web server that answers as the test says. @param tls PEM texts, for HTTPS */
export async function webServer(
  listener: RequestListener,
  tls?: { readonly cert: string; readonly key: string },
): Promise<WebServer> {
  const requests: string[] = [];
  const noting: RequestListener = (request, response) => {
    requests.push(request.url ?? '');
    listener(request, response);
  };
  const server: Server = tls === undefined ? createServer(noting) : createTlsServer(tls, noting);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
