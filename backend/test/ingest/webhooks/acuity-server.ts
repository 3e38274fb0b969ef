import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const json =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  /** Milliseconds, monotonic. */
  readonly at: number;
}

/** A server in the place of Acuity's API, on loopback: it answers as it is told, and notes what it was asked. */
export class AcuityServer {
  readonly asked: Asked[] = [];
  answer: Answer = json({ error: 'not found' }, 404);
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port = 0): Promise<AcuityServer> {
    const server = createServer();
    const acuity = new AcuityServer(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      acuity.asked.push({
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        at: performance.now(),
      });
      acuity.answer(request, response);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return acuity;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
