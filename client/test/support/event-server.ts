import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Envelope } from '@callsight/contract/events/envelope';
import type { Rejected } from '@callsight/contract/events/verdict';

/** What the server does with one request. */
export type Behaviour =
  /** Takes it as Callsight does. */
  | 'take'
  /** Takes it, and cuts the connection in the middle of the answer. */
  | 'take_and_cut'
  /** Cuts the connection before anything is taken. */
  | 'cut'
  /** Takes it when the promise resolves. */
  | { readonly hold: Promise<void> }
  /** Answers this and takes nothing. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: number;
  readonly ids: readonly string[];
}

/** The source whose events the server refuses, in place of the whole validation. */
const isBad = ({ data }: Envelope): boolean => (data as { bad?: boolean }).bad === true;

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** An HTTP server that takes events by the rules of Callsight, but for what a test has it do. */
export class EventServer {
  readonly requests: SeenRequest[] = [];
  /** Every event taken, in the order of taking; a repeat is not taken again. */
  readonly taken: Envelope[] = [];
  readonly #script: Behaviour[] = [];
  #arrivals: (() => void)[] = [];

  private constructor(
    readonly url: string,
    readonly server: Server,
    /** Bytes of the largest body that is taken. */
    public bodyLimit: number,
  ) {}

  static async start(bodyLimit = 16 * 1_048_576): Promise<EventServer> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const started = new EventServer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, bodyLimit);
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void started.#serve(request, response),
    );
    return started;
  }

  /** What to do with the next requests; those after them are taken. */
  next(...behaviours: readonly Behaviour[]): void {
    this.#script.push(...behaviours);
  }

  /** Resolves when so many requests have arrived in all. */
  async arrived(count: number): Promise<void> {
    while (this.requests.length < count) await new Promise<void>((seen) => this.#arrivals.push(seen));
  }

  get takenIds(): string[] {
    return this.taken.map(({ id }) => id);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const events = JSON.parse(body.toString()) as Envelope[];
    const { url: path = '', headers } = request;
    this.requests.push({ path, headers, bytes: body.length, ids: events.map(({ id }) => id) });
    for (const seen of this.#arrivals.splice(0)) seen();
    const behaviour = this.#script.shift() ?? 'take';
    if (behaviour === 'cut') return void request.socket.destroy();
    if (typeof behaviour === 'object' && 'status' in behaviour) {
      return void response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
    }
    if (typeof behaviour === 'object') await behaviour.hold;
    if (body.length > this.bodyLimit) {
      return void response.writeHead(413).end('{"error":{"code":"body_too_large","message":"send smaller batches"}}');
    }
    this.#answer(response, events, behaviour === 'take_and_cut');
  }

  #answer(response: ServerResponse, events: readonly Envelope[], cut: boolean): void {
    const rejected: Rejected[] = [];
    let duplicates = 0;
    for (const [index, event] of events.entries()) {
      const { id } = event;
      if (isBad(event)) rejected.push({ index, id, code: 'invalid_data', message: '/data/bad: no', path: '/data/bad' });
      else if (this.taken.some((one) => one.id === id && one.source === event.source)) duplicates += 1;
      else this.taken.push(event);
    }
    const accepted = events.length - duplicates - rejected.length;
    const text = JSON.stringify({ accepted, duplicates, rejected });
    response.writeHead(rejected.length === events.length ? 400 : 202, { 'content-length': Buffer.byteLength(text) });
    if (!cut) return void response.end(text);
    response.write(text.slice(0, 5), () => response.destroy());
  }
}
