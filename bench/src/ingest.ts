import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateHistory } from '@callsight/simulator/simulate-history';
import { percentile, runLoad, type LoadResult } from './load-client.js';
import { SERVICE, ServerProcess } from './server-process.js';

const KEY = 'key-of-the-benchmarks';
const DAY = 86_400_000;

interface Mode {
  readonly title: string;
  readonly batch: number;
  readonly connections: number;
  readonly contentType: string;
  /** Share of the same route without a store that is to be kept. */
  readonly target: number;
  readonly perSecond: number;
}

const JSON_BATCH = 'application/cloudevents-batch+json';

const MODES: readonly Mode[] = [
  {
    title: 'single, 64 connections',
    batch: 1,
    connections: 64,
    contentType: 'application/cloudevents+json',
    target: 0.6,
    perSecond: 10_000,
  },
  {
    title: 'batches of 100, 16 connections',
    batch: 100,
    connections: 16,
    contentType: JSON_BATCH,
    target: 0.3,
    perSecond: 75_000,
  },
  {
    title: 'batches of 1,000, 8 connections',
    batch: 1_000,
    connections: 8,
    contentType: JSON_BATCH,
    target: 0.35,
    perSecond: 100_000,
  },
  {
    title: 'NDJSON of 1,000 lines, 8 connections',
    batch: 1_000,
    connections: 8,
    contentType: 'application/x-ndjson',
    target: 0.35,
    perSecond: 100_000,
  },
];

/** Simulated traffic as JSON, prepared before the clock runs: every run gets events that were never sent before. */
function prepare(seed: string, count: number): string[] {
  const to = Date.now() - DAY;
  const events: string[] = [];
  for (const event of simulateHistory({ seed, from: to - 60 * DAY, to, callsPerDay: 6_000 })) {
    events.push(JSON.stringify(event));
    if (events.length >= count) break;
  }
  return events;
}

function bodies(
  events: readonly string[],
  { batch, contentType }: Mode,
): () => { body: string; events: number } | undefined {
  let at = 0;
  return () => {
    const part = events.slice(at, at + batch);
    at += batch;
    if (part.length === 0) return undefined;
    if (contentType === 'application/x-ndjson') return { body: part.join('\n'), events: part.length };
    return { body: batch === 1 ? (part[0] ?? '') : `[${part.join(',')}]`, events: part.length };
  };
}

interface Measured extends LoadResult {
  readonly cpuShare: number;
  readonly rssMb: number;
}

async function measureMode(script: string, port: number, mode: Mode, seed: string, seconds: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const server = await ServerProcess.start(script, port, { CALLSIGHT_DATA_DIR: folder, CALLSIGHT_BOOTSTRAP_KEY: KEY });
  try {
    const plan = { port, key: KEY, contentType: mode.contentType, connections: mode.connections };
    // The compiler of the runtime needs some traffic before it is at its best.
    await runLoad({
      ...plan,
      seconds: 2,
      next: bodies(prepare(`${seed}-warm`, mode.batch === 1 ? 20_000 : 80_000), mode),
    });
    const events = prepare(seed, Math.min(mode.batch === 1 ? seconds * 25_000 : seconds * 260_000, 1_500_000));
    const before = await server.usage();
    const result = await runLoad({ ...plan, seconds, next: bodies(events, mode) });
    const after = await server.usage();
    return { ...result, cpuShare: (after.cpuSeconds - before.cpuSeconds) / result.seconds, rssMb: after.rssMb };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const rate = ({ events, seconds }: LoadResult): number => events / seconds;
const thousands = (value: number): string => Math.round(value).toLocaleString('en');

/** Events accepted durably beside the same route without a store, in one run. @returns lines of Markdown */
export async function benchIngest(seconds: number): Promise<string[]> {
  const lines = [
    '| requests | durable events/s | goal | without a store | share | goal | p50 ms | p99 ms | failed | CPU | RSS MB |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
  ];
  for (const [index, mode] of MODES.entries()) {
    const bare = await measureMode(import.meta.resolve('./bare-server.js'), 4_811, mode, `bare-${index}`, seconds);
    const full = await measureMode(SERVICE, 4_810, mode, `full-${index}`, seconds);
    const share = rate(full) / rate(bare);
    lines.push(
      `| ${mode.title} | ${thousands(rate(full))} | ${thousands(mode.perSecond)} | ${thousands(rate(bare))} | ${share.toFixed(2)} | ${mode.target} | ` +
        `${percentile(full.latencies, 0.5).toFixed(1)} | ${percentile(full.latencies, 0.99).toFixed(1)} | ${full.failed} | ${full.cpuShare.toFixed(2)} | ${full.rssMb} |`,
    );
    process.stderr.write(`${lines.at(-1) ?? ''}\n`);
  }
  return lines;
}
