import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDatabase } from './build-database.js';
import { interfere } from './interference.js';
import { percentile } from './load-client.js';
import { SERVICE, ServerProcess } from './server-process.js';

const DAY = 86_400_000;
const PORT = 4_814;
const KEY = 'key-of-the-benchmark';
const CALLS = 1_000_000;

/** The goals: milliseconds. */
const EVENT_P99 = 100;
const HEALTH_P99 = 100;
const QUESTION_P95 = 1_000;

async function quietKey(url: string): Promise<string> {
  const reply = await fetch(`${url}/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'quiet', scopes: ['ingest', 'query'], tenant: 'quiet' }),
  });
  return ((await reply.json()) as { key: string }).key;
}

const row = (name: string, sorted: readonly number[], share: number, goal: number): string =>
  `| ${name} | ${sorted.length} | ${Math.round(percentile(sorted, 0.5))} | ${Math.round(percentile(sorted, share))} | ${goal} | ${Math.round(sorted.at(-1) ?? 0)} |`;

/** What one tenant sees while another asks the worst that the limits allow, and sends hostile bodies. */
export async function benchInterference(seconds: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const to = Math.floor(Date.now() / DAY - 1) * DAY;
  try {
    await buildDatabase(folder, CALLS, to);
    const server = await ServerProcess.start(SERVICE, PORT, {
      CALLSIGHT_DATA_DIR: folder,
      CALLSIGHT_BOOTSTRAP_KEY: KEY,
    });
    try {
      const url = `http://127.0.0.1:${PORT}`;
      let memory = 0;
      const watch = setInterval(() => {
        void server.usage().then(({ rssMb }) => (memory = Math.max(memory, rssMb)));
      }, 1_000);
      const seen = await interfere({ url, hostileKey: KEY, quietKey: await quietKey(url), seconds, to, seed: 1 });
      clearInterval(watch);
      const health = (await (await fetch(`${url}/healthz`)).json()) as { queries: { restarts: number } };
      return [
        '## One tenant does its worst',
        '',
        `A million calls; for ${seconds} s eight clients of one tenant ask the most costly questions that the limits allow and four`,
        'send hostile bodies, while another tenant sends single events and asks small questions, one after the other.',
        '',
        '| of the other tenant | n | p50, ms | p99 (questions: p95), ms | goal, ms | max, ms |',
        '|---|---|---|---|---|---|',
        row('single events, durable', seen.events, 0.99, EVENT_P99),
        row('`/healthz`', seen.health, 0.99, HEALTH_P99),
        row('small questions', seen.questions, 0.95, QUESTION_P95),
        '',
        `Failed: ${seen.failed.length}. Restarts of the query worker: ${health.queries.restarts}. Memory of the service, without the query worker, at most ${memory} MB.`,
        `Replies to the hostile tenant by status: ${Object.entries(seen.hostile)
          .map(([status, count]) => `${status}: ${count}`)
          .join(', ')}.`,
        '',
      ];
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
