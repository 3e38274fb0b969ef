import { connect, type Socket } from 'node:net';

/** What a run of requests showed. Latencies in milliseconds, sorted. */
export interface LoadResult {
  readonly events: number;
  readonly seconds: number;
  readonly latencies: readonly number[];
  readonly failed: number;
}

export interface LoadPlan {
  readonly port: number;
  readonly key: string;
  readonly contentType: string;
  readonly connections: number;
  readonly seconds: number;
  /** Events are posted if absent. */
  readonly path?: string;
  /** The next body, how many events it holds, and headers of its own; undefined when there are no more. */
  readonly next: () => { body: string; events: number; headers?: string } | undefined;
}

const HEAD_END = '\r\n\r\n';

/** One connection that sends its next request as soon as the last one is answered. */
class Connection {
  readonly #plan: LoadPlan;
  readonly #socket: Socket;
  readonly latencies: number[] = [];
  events = 0;
  failed = 0;
  #answer = '';
  #answered: (() => void) | undefined;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#socket = connect(plan.port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    this.#socket.on('data', (piece: string) => this.#take(piece));
  }

  async run(until: number): Promise<void> {
    while (performance.now() < until) {
      const next = this.#plan.next();
      if (next === undefined) break;
      const begin = performance.now();
      const done = new Promise<void>((resolve) => {
        this.#answered = resolve;
      });
      this.#socket.write(this.#request(next.body, next.headers ?? ''));
      await done;
      this.latencies.push(performance.now() - begin);
      if (/^HTTP\/1\.1 20[02] /.test(this.#answer)) this.events += next.events;
      else this.failed += 1;
      this.#answer = '';
    }
    this.#socket.destroy();
  }

  /** @param headers lines that end with CR LF */
  #request(body: string, headers: string): string {
    const { key, contentType, path = '/v1/events' } = this.#plan;
    return `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}Authorization: Bearer ${key}\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}${HEAD_END}${body}`;
  }

  #take(piece: string): void {
    this.#answer += piece;
    const end = this.#answer.indexOf(HEAD_END);
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#answer)?.[1] ?? 0);
    if (this.#answer.length >= end + HEAD_END.length + length) this.#answered?.();
  }
}

/** Keeps so many connections busy for so long, against a server on this machine. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const begin = performance.now();
  const connections = Array.from({ length: plan.connections }, () => new Connection(plan));
  await Promise.all(connections.map((connection) => connection.run(begin + plan.seconds * 1_000)));
  return {
    events: connections.reduce((sum, { events }) => sum + events, 0),
    failed: connections.reduce((sum, { failed }) => sum + failed, 0),
    seconds: (performance.now() - begin) / 1_000,
    latencies: connections.flatMap(({ latencies }) => latencies).sort((a, b) => a - b),
  };
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
