import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDatabase } from './build-database.js';
import { percentile } from './load-client.js';
import { SERVICE, ServerProcess } from './server-process.js';

const KEY = 'key-of-the-benchmark';
const PORT = 4_815;
const THRESHOLDS = 200;
const ROUNDS = 5;
const QUERIES = 50;

/** The goals: milliseconds. */
const ROUND_MS = 2_000;
const QUERY_MS = 50;

/** What is watched: counts, rates, means, latencies. */
const METRICS = [
  { metric: 'calls.count', direction: 'either' },
  { metric: 'calls.offered', direction: 'below' },
  { metric: 'calls.error_rate' },
  { metric: 'calls.abandonment_rate' },
  { metric: 'calls.transfer_rate' },
  { metric: 'bookings.conversion_rate', direction: 'below' },
  { metric: 'calls.aht' },
  { metric: 'calls.wait.mean' },
  { metric: 'calls.cost.mean' },
  { metric: 'turns.latency.p95' },
] as const;

/** Thresholds that all differ in what they watch, each of about twenty groups. */
const thresholds = Array.from({ length: THRESHOLDS }, (_, index) => ({
  id: `bench-${index}`,
  title: `Bench ${index}`,
  kind: 'usual',
  groupBy: ['agent', 'line_type'],
  ...METRICS[index % METRICS.length],
  filters: [{ dimension: 'hour_of_day', op: '<', values: [24 + Math.floor(index / METRICS.length)] }],
}));

const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

async function timed(url: string, path: string, method = 'GET', body?: object): Promise<{ ms: number; text: string }> {
  const begin = performance.now();
  const reply = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${KEY}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${text.slice(0, 300)}`);
  return { ms: performance.now() - begin, text };
}

async function measure(url: string, calls: number): Promise<string[]> {
  for (const one of thresholds) await timed(url, '/v1/thresholds', 'POST', one);
  const first = await timed(url, '/v1/threshold-states');
  const rounds: number[] = [];
  const [change] = thresholds;
  for (let round = 0; round < ROUNDS; round += 1) {
    // A change of any definition has all judged anew; what is usual is known by now.
    await timed(url, '/v1/thresholds/bench-0', 'PUT', change);
    rounds.push((await timed(url, '/v1/threshold-states')).ms);
  }
  const asked = { from: 'now-1h', to: 'now', queries: [{ refId: 'A', thresholds: { columns: ['state'] } }] };
  const queries: number[] = [];
  for (let query = 0; query < QUERIES; query += 1) queries.push((await timed(url, '/v1/query', 'POST', asked)).ms);
  const { thresholds: judged } = JSON.parse(first.text) as { thresholds: { failure?: string; states: unknown[] }[] };
  const failed = judged.filter(({ failure }) => failure !== undefined).length;
  const groups = judged.reduce((sum, { states }) => sum + states.length, 0);
  const sorted = queries.toSorted((a, b) => a - b);
  return [
    `| ${calls} | ${groups} | ${failed} | ${Math.round(first.ms)} | ${Math.round(median(rounds))} (${ROUND_MS}) | ${Math.round(Math.max(...rounds))} | ${Math.round(median(queries))} (${QUERY_MS}) | ${Math.round(sorted.at(-1) ?? 0)} |`,
  ];
}

/** How long two hundred thresholds of about twenty groups each take. @param calls sizes of the databases */
export async function benchThresholds(calls: readonly number[]): Promise<string[]> {
  const lines = [
    '## Thresholds',
    '',
    `${THRESHOLDS} thresholds that all watch something else, beside those that are built in: the first round, in which what is usual is learned; a round after`,
    'that (median and longest of five); the states as a rule asks for them (median and longest of fifty). Milliseconds, goals in brackets.',
    '',
    '| calls | groups | failed | first round | round | longest | rule query | longest |',
    '|---|---|---|---|---|---|---|---|',
  ];
  for (const size of calls) {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
    try {
      await buildDatabase(folder, size, Date.now());
      const server = await ServerProcess.start(SERVICE, PORT, {
        CALLSIGHT_DATA_DIR: folder,
        CALLSIGHT_BOOTSTRAP_KEY: KEY,
        CALLSIGHT_QUERY_TIMEOUT_SECONDS: '300',
      });
      try {
        lines.push(...(await measure(`http://127.0.0.1:${PORT}`, size)));
      } finally {
        await server.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return [...lines, ''];
}
