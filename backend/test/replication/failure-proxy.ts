import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a network may do to a request. */
export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Half of the body gets through, then both connections break. */
  | { readonly kind: 'cut' }
  /** The server does what it is asked, and its answer breaks off in the middle. */
  | { readonly kind: 'cut answer' }
  /** The server does what it is asked, and its answer never arrives. */
  | { readonly kind: 'lose answer' }
  /** The server does what it is asked, and its answer takes so long. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Nothing happens until `release`, when the server gets it, whether anybody still waits for the answer or not. */
  | { readonly kind: 'hold' };

export interface ProxiedRequest {
  readonly isWrite: boolean;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Of the body, as it travels. */
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Held {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const requestLine = ({ method = '', url = '' }: IncomingMessage) => ({ method, url });

/** A network between a service and a real server of others. */
export class FailureProxy {
  readonly #server: Server;
  readonly #target: string;
  #held: Held[] = [];
  /** Everything that came, in its order. */
  readonly requests: ProxiedRequest[] = [];
  /** What happens to a request; nothing if undefined. May be set at any time. */
  fault: (request: ProxiedRequest) => Fault | undefined = () => undefined;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((incoming, outgoing) => {
      // What breaks here is what the test wants to break; the service has to find out by itself.
      this.#pass(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  static async start(target: string): Promise<FailureProxy> {
    const proxy = new FailureProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Passes on what is held in the worst order: the newest first, and each older one when that has been carried out. */
  async release(): Promise<void> {
    const held = this.#held.reverse();
    this.#held = [];
    for (const { incoming, outgoing, body } of held) await this.#forward(incoming, outgoing, body);
  }

  get held(): number {
    return this.#held.length;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const { method, url: path } = requestLine(incoming);
    const isWrite = /^\/(api\/v2\/)?write\?/.test(path);
    const asked = { isWrite, method, path, bytes: body.length, at: Date.now() };
    this.requests.push(asked);
    const fault = this.fault(asked);
    switch (fault?.kind) {
      case undefined:
        return this.#forward(incoming, outgoing, body);
      case 'answer':
        outgoing
          .writeHead(fault.status, fault.headers)
          .end(fault.body ?? `{"error":"the network says ${fault.status}"}`);
        return;
      case 'cut':
        await this.#forwardHalf(incoming, body);
        incoming.socket.resetAndDestroy();
        return;
      case 'cut answer':
        return this.#cutAnswer(incoming, outgoing, body);
      case 'lose answer':
        await this.#answerTo(incoming, body);
        incoming.socket.resetAndDestroy();
        return;
      case 'slow': {
        const answer = await this.#answerTo(incoming, body);
        await delay(fault.ms);
        outgoing.writeHead(answer.status, answer.headers).end(answer.body);
        return;
      }
      case 'hold':
        this.#held.push({ incoming, outgoing, body });
    }
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Promise<void> {
    const answer = await this.#answerTo(incoming, body);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  async #cutAnswer(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Promise<void> {
    const answer = await this.#answerTo(incoming, body);
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.write(answer.body.subarray(0, answer.body.length / 2), () => incoming.socket.resetAndDestroy());
  }

  async #answerTo(incoming: IncomingMessage, body: Buffer) {
    const passed = this.#request(incoming);
    passed.end(body);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await bodyOf(answer) };
  }

  async #forwardHalf(incoming: IncomingMessage, body: Buffer): Promise<void> {
    const passed = this.#request(incoming);
    passed.on('error', () => undefined);
    const half = body.subarray(0, Math.floor(body.length / 2));
    await new Promise<void>((resolve) => {
      passed.write(half, () => resolve());
    });
    passed.destroy();
  }

  #request(incoming: IncomingMessage) {
    const { method, headers, url } = incoming;
    return request(new URL(url ?? '/', this.#target), { method, headers, agent: false });
  }
}
