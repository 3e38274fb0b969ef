import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDatabase } from './build-database.js';
import { percentile } from './load-client.js';
import { SERVICE, ServerProcess } from './server-process.js';

const DAY = 86_400_000;
const PORT = 4_815;
const KEY = 'key-of-the-benchmark';
const CALLS = 1_000_000;
/** Ticks a second of the kernel's process accounting. */
const TICKS = 100;

const COLUMNS = [
  ...[
    'started_at',
    'call_id',
    'direction',
    'outcome',
    'agent',
    'agent_name',
    'caller_masked',
    'country',
    'language',
    'queue',
  ],
  ...['answered_at', 'ended_at', 'wait', 'duration', 'talk', 'transferred', 'turns', 'cost', 'currency', 'source'],
];

/** Formats, and the seconds of a processor that each may take. */
const GOALS = { csv: 10, ndjson: 12, xlsx: 20, parquet: 6 } as const;
type Format = keyof typeof GOALS;

const MAX_INTAKE_P99 = 100;
const MAX_MEMORY_MB = 150;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

async function readProcess(pid: string): Promise<Process | undefined> {
  try {
    const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    // Of the process, and of its children that have ended.
    const ticks = stat.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
    const rssMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
    return { pid: Number(pid), parent: Number(stat[1]), cpuSeconds: ticks / TICKS, rssMb };
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

/** The service with the processes that it has started. */
async function family(pid: number): Promise<{ readonly cpuSeconds: number; readonly rssMb: number }> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(readProcess))).filter((one) => one !== undefined);
  const members = all.filter((one) => one.pid === pid || one.parent === pid);
  return {
    cpuSeconds: members.reduce((sum, one) => sum + one.cpuSeconds, 0),
    rssMb: members.reduce((sum, one) => sum + one.rssMb, 0),
  };
}

const head = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;

/** Reads a file and throws it away, at the cost of next to nothing. @returns bytes of it */
function download(format: Format, to: number): Promise<number> {
  const range = { from: to - 40 * DAY, to: to + DAY, timezone: 'Europe/Berlin' };
  const body = JSON.stringify({ ...range, dataset: 'calls', columns: COLUMNS });
  return new Promise((resolve, reject) => {
    let [bytes, tail] = [0, ''];
    const socket = connect(PORT, '127.0.0.1', () => socket.write(head(`/v1/exports?format=${format}`, body)));
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length;
      tail = piece.subarray(-200).toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => {
      if (/x-callsight-rows: \d+/.test(tail)) resolve(bytes);
      else reject(new Error(`the export was broken off: ${tail}`));
    });
  });
}

async function sendEvent(id: string): Promise<number> {
  const begin = performance.now();
  const response = await fetch(`http://127.0.0.1:${PORT}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ specversion: '1.0', id, source: 'bench', type: 'metric.sample', time: new Date().toISOString() },
      data: { metric: 'bench.export', value: 1 },
    }),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`the event was answered ${response.status}`);
  return performance.now() - begin;
}

/** Sends single events, one after the other, until it is told to stop. @returns latencies in milliseconds, sorted */
async function sendUntil(isOver: () => boolean, format: Format): Promise<number[]> {
  const latencies: number[] = [];
  while (!isOver()) latencies.push(await sendEvent(`${format}-${latencies.length}`));
  return latencies.sort((a, b) => a - b);
}

async function measure(server: ServerProcess, format: Format, to: number): Promise<string> {
  let peak = 0;
  let isOver = false;
  const before = await family(server.pid);
  const watch = setInterval(() => {
    void family(server.pid).then(({ rssMb }) => (peak = Math.max(peak, rssMb)));
  }, 250);
  const begin = performance.now();
  const bytes = await download(format, to);
  const seconds = (performance.now() - begin) / 1_000;
  clearInterval(watch);
  const { cpuSeconds } = await family(server.pid);
  // Once more, for what others see meanwhile: their events cost a processor's time, too.
  const [latencies] = await Promise.all([
    sendUntil(() => isOver, format),
    download(format, to).finally(() => (isOver = true)),
  ]);
  return `| ${format} | ${(cpuSeconds - before.cpuSeconds).toFixed(1)} | ${GOALS[format]} | ${seconds.toFixed(1)} | ${Math.round(bytes / 1e6)} | ${Math.round(peak - before.rssMb)} | ${Math.round(percentile(latencies, 0.5))} | ${Math.round(percentile(latencies, 0.99))} | ${latencies.length} |`;
}

/** A million calls as a file in every format, streamed to one client. */
export async function benchExports(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const to = Math.floor(Date.now() / DAY - 1) * DAY;
  try {
    await buildDatabase(folder, CALLS, to);
    const env = { CALLSIGHT_DATA_DIR: folder, CALLSIGHT_BOOTSTRAP_KEY: KEY, CALLSIGHT_DUCKDB_MEMORY: '1GB' };
    const server = await ServerProcess.start(SERVICE, PORT, env);
    try {
      // What the database keeps of its file in memory belongs to no export.
      await download('parquet', to);
      const rows: string[] = [];
      for (const format of ['csv', 'ndjson', 'xlsx', 'parquet'] as const) rows.push(await measure(server, format, to));
      return [
        '## Exports',
        '',
        `${CALLS.toLocaleString('en-US')} calls × ${COLUMNS.length} columns as one file, streamed to one client, measured on ${new Date().toISOString().slice(0, 10)}. Processor time of the service with all`,
        `its processes; memory at most, above what they had before (goal < ${MAX_MEMORY_MB} MB); single durable events sent one after the other`,
        `during a second export (goal p99 < ${MAX_INTAKE_P99} ms).`,
        '',
        '| format | processor, s | goal | time, s | MB | memory, MB | events p50, ms | p99, ms | events |',
        '|---|---|---|---|---|---|---|---|---|',
        ...rows,
        '',
      ];
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
