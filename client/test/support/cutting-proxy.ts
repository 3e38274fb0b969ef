import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** A network between client and service that breaks when it is told to. */
export class CuttingProxy {
  readonly #cuts: ('none' | 'answer' | 'request')[] = [];

  private constructor(
    readonly url: string,
    readonly server: Server,
    readonly upstream: string,
  ) {}

  static async start(upstream: string): Promise<CuttingProxy> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = new CuttingProxy(url, server, upstream);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void proxy.#pass(request, response));
    return proxy;
  }

  /** What breaks of the next requests: the answer in its middle, after the service gave it, or the request before it. */
  cut(...cuts: readonly ('none' | 'answer' | 'request')[]): void {
    this.#cuts.push(...cuts);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const cut = this.#cuts.shift() ?? 'none';
    if (cut === 'request') {
      request.socket.destroy();
      return;
    }
    const { method, headers, url = '' } = request;
    const upward = ask(new URL(url, this.upstream), { method, headers, agent: false });
    const [answer] = (await once(upward.end(body), 'response')) as [IncomingMessage];
    const text = await bodyOf(answer);
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': text.length });
    if (cut === 'none') response.end(text);
    else response.write(text.subarray(0, text.length / 2), () => response.destroy());
  }
}
