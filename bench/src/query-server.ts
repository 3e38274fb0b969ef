import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from './load-client.js';
import { SERVICE, ServerProcess } from './server-process.js';

export const KEY = 'key-of-the-benchmarks';
export const PORT = 4_812;
export const ROUNDS = 5;

const DAY = 86_400_000;

export type Query = Readonly<Record<string, unknown>>;

/** A service over a database that was built for it, and how to ask it. */
export interface Asked {
  readonly calls: number;
  readonly rowsPerSecond: number;
  readonly megabytes: number;
  /** End of the data, epoch milliseconds. */
  readonly to: number;
  /** Where Grafana is answered. */
  readonly socket: string;
  /** Median time of an answer that nobody has asked for before, milliseconds. */
  readonly cold: (days: number, queries: readonly Query[], rounds?: number) => Promise<number>;
  /** Median time of an answer that has just been given. */
  readonly kept: (days: number, queries: readonly Query[]) => Promise<number>;
}

async function ask(body: unknown): Promise<number> {
  const begin = performance.now();
  const response = await fetch(`http://127.0.0.1:${PORT}/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('"error":{"code"')) throw new Error(answer.slice(0, 500));
  return performance.now() - begin;
}

/** A range that no answer was kept for: the end moves by a millisecond with every call. */
let nudge = 0;

function request(to: number, days: number, queries: readonly Query[]) {
  nudge += 1;
  return {
    from: to - days * DAY + nudge,
    to: to + nudge,
    timezone: 'Europe/Berlin',
    queries: queries.map((query, index) => ({ refId: `Q${index}`, ...query })),
  };
}

const median = (values: number[]): number =>
  percentile(
    values.sort((a, b) => a - b),
    0.5,
  );

async function timesOf(rounds: number, once: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await once());
  return median(times);
}

/**
 * Builds a database, starts a service over it, and has it asked.
 * @param build fills a folder with data that ends at a time (epoch milliseconds)
 */
export async function withQueryServer<T>(
  calls: number,
  build: (folder: string, calls: number, to: number) => Promise<{ readonly rowsPerSecond: number }>,
  use: (asked: Asked) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const to = Math.floor(Date.now() / DAY - 2) * DAY;
  try {
    const { rowsPerSecond } = await build(folder, calls, to);
    const { size } = await stat(join(folder, 'callsight.duckdb'));
    const server = await ServerProcess.start(SERVICE, PORT, {
      CALLSIGHT_DATA_DIR: folder,
      CALLSIGHT_BOOTSTRAP_KEY: KEY,
    });
    try {
      return await use({
        calls,
        rowsPerSecond,
        megabytes: Math.round(size / 2 ** 20),
        to,
        socket: join(folder, 'grafana.sock'),
        cold: (days, queries, rounds = ROUNDS) => timesOf(rounds, () => ask(request(to, days, queries))),
        kept: async (days, queries) => {
          const body = request(to, days, queries);
          await ask(body);
          return timesOf(ROUNDS, () => ask(body));
        },
      });
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
