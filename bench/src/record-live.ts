import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxConnection } from '@callsight/backend/storage/influx/influx-connection';
import type { InfluxSettings } from '@callsight/backend/storage/influx/influx-settings';
import { simulateHistory } from '@callsight/simulator/simulate-history';
import { runLoad } from './load-client.js';
import { SERVICE, ServerProcess } from './server-process.js';

const KEY = 'key-of-the-benchmarks';
const PORT = 4_815;
const DAY = 86_400_000;
const BATCH = 100;
const LIMIT_MS = 120_000;
/** Longer than anything on the way takes, however long the way is. */
const QUIET_MS = 3_000;

export interface Live {
  readonly events: number;
  readonly calls: number;
  /** From the first event until the last call could be read in InfluxDB. */
  readonly seconds: number;
  /** Of them after the last event had been taken. */
  readonly behind: number;
  readonly ledgerBytes: number;
}

function prepare(count: number): string[] {
  const to = Date.now() - DAY;
  const events: string[] = [];
  for (const event of simulateHistory({ seed: 'record', from: to - 60 * DAY, to, callsPerDay: 6_000 })) {
    events.push(JSON.stringify(event));
    if (events.length >= count) break;
  }
  return events;
}

async function ledgerBytes(folder: string): Promise<number> {
  const path = join(folder, 'ledger');
  const sizes = await Promise.all((await readdir(path)).map(async (name) => (await stat(join(path, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function callsIn(influx: InfluxConnection): Promise<number> {
  const [series] = await influx.ask('SELECT count("known") FROM "calls"');
  return Number(series?.values[0]?.[1] ?? 0);
}

/** Calls that queries see. */
async function callsHere(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${PORT}/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ from: 'now-90d', to: 'now', queries: [{ refId: 'A', metrics: ['calls.count'] }] }),
  });
  const { results } = (await response.json()) as { results: { A: { frames: { data: { values: number[][] } }[] } } };
  return results.A.frames[0]?.data.values[0]?.[0] ?? 0;
}

/** Waits until InfluxDB has all calls, and no more come for a while. @returns when it had the last one */
async function arrived(influx: InfluxConnection): Promise<{ calls: number; at: number }> {
  const end = performance.now() + LIMIT_MS;
  let [calls, at] = [0, 0];
  while (performance.now() < end) {
    const found = await callsIn(influx);
    if (found !== calls) [calls, at] = [found, performance.now()];
    else if (calls > 0 && performance.now() - at > QUIET_MS && calls === (await callsHere())) return { calls, at };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`InfluxDB has ${calls} calls, the service ${await callsHere()}`);
}

function variablesOf({ url, api, bucket, org, token }: InfluxSettings): Record<string, string> {
  return {
    CALLSIGHT_INFLUX_URL: url,
    CALLSIGHT_INFLUX_API: api,
    CALLSIGHT_INFLUX_BUCKET: bucket,
    ...(token === undefined ? {} : { CALLSIGHT_INFLUX_ORG: org, CALLSIGHT_INFLUX_TOKEN: token }),
  };
}

/** Simulated traffic as fast as the service takes it for so long, until all of its calls can be read in InfluxDB. */
export async function measureLive(settings: InfluxSettings, seconds: number): Promise<Live> {
  const events = prepare(seconds * 60_000);
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const server = await ServerProcess.start(SERVICE, PORT, {
    CALLSIGHT_DATA_DIR: folder,
    CALLSIGHT_BOOTSTRAP_KEY: KEY,
    ...variablesOf(settings),
  });
  const influx = new InfluxConnection(settings);
  try {
    let sent = 0;
    const next = () => {
      const part = events.slice(sent, sent + BATCH);
      sent += part.length;
      return part.length === 0 ? undefined : { body: part.join('\n'), events: part.length };
    };
    const plan = { port: PORT, key: KEY, contentType: 'application/x-ndjson', connections: 8, seconds, next };
    const begin = performance.now();
    const result = await runLoad(plan);
    if (result.failed > 0) throw new Error(`${result.failed} requests failed`);
    const { calls, at } = await arrived(influx);
    const all = (at - begin) / 1_000;
    return {
      events: result.events,
      calls,
      seconds: all,
      behind: all - result.seconds,
      ledgerBytes: await ledgerBytes(folder),
    };
  } finally {
    influx.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
