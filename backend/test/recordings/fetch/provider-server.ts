import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

type Answer = (response: ServerResponse) => void;

/** A platform from which recordings are had, over HTTP on this machine. */
export class ProviderServer {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  /** What the next requests get; the last one is repeated. */
  answers: Answer[] = [];
  /** What requests for some path get, instead. */
  readonly answersAt = new Map<string, Answer>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push({ path: request.url ?? '', headers: request.headers });
      const own = this.answersAt.get(request.url ?? '');
      if (own !== undefined) {
        own(response);
        return;
      }
      const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      answer?.(response);
    });
  }

  static async start(): Promise<ProviderServer> {
    const server = new ProviderServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const audio =
  (content: Uint8Array, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': content.length, ...headers }).end(content);

export const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (response) =>
    response.writeHead(code, headers).end(body);

/** Half of the content, then the connection breaks. */
export const cut =
  (content: Uint8Array): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': content.length });
    response.write(content.subarray(0, content.length / 2), () => response.destroy());
  };

export const moved = (to: string): Answer => status(302, { location: to });
