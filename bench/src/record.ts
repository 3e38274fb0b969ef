import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase, type Database } from '@callsight/backend/storage/duckdb/database';
import type { InfluxSettings } from '@callsight/backend/storage/influx/influx-settings';
import { buildDatabase } from './build-database.js';
import { measureLive } from './record-live.js';
import { askPlain, CALLS_IN_CHANGE, measureRaw } from './record-raw.js';
import { recordBinaries, RecordServer, type RecordBinary } from './record-server.js';

const DAY = 86_400_000;
const GOALS = { publish: 25_000, restore: 80_000, kpiMs: 50 };

interface Timed {
  readonly points: number;
  readonly seconds: number;
}

interface Worked {
  readonly rows: Timed;
  readonly cells?: Timed;
  readonly rssMb: number;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const rate = ({ points, seconds }: Timed): number => points / seconds;

/** Publishes or restores in a process of its own. */
async function work(task: 'publish' | 'restore', folder: string, settings: InfluxSettings): Promise<Worked> {
  const script = fileURLToPath(new URL('record-worker.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, task, folder, JSON.stringify(settings)]);
  return JSON.parse(stdout) as Worked;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return found?.size ?? 0;
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Bytes of a folder once they have not changed for some seconds: InfluxDB packs points when they are cold. */
async function restingSize(path: string): Promise<number> {
  let size = await sizeOf(path);
  for (let same = 0, waited = 0; same < 8 && waited < 60; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = await sizeOf(path);
    same = now === size ? same + 1 : 0;
    size = now;
  }
  return size;
}

async function countCalls({ writer }: Database): Promise<number> {
  const reader = await writer.runAndReadAll('SELECT count(*) FROM calls');
  return Number(reader.getRows()[0]?.[0]);
}

/** Simulated calls of a month, each thousand of them with a change of its own, as deliveries would have made them. */
async function prepare(folder: string, calls: number): Promise<number> {
  const to = Math.floor(Date.now() / DAY - 2) * DAY;
  await buildDatabase(folder, calls, to);
  const file = join(folder, 'callsight.duckdb');
  const database = await openDatabase({ file, memoryLimit: '2GB', threads: 2, attributes: [] });
  await database.writer.run(`UPDATE calls SET change = rowid // ${CALLS_IN_CHANGE} + 1`);
  const count = await countCalls(database);
  await database.writer.run('CHECKPOINT');
  database.close();
  return count;
}

const WHERE = `"tenant" = 'main' AND time >= now() - 33d`;

/** Calls per hour and agent over all days from the KPI series; median of five, milliseconds. */
async function readKpi(settings: InfluxSettings): Promise<number> {
  const statement = `SELECT sum("calls_count") FROM "kpi_1h" WHERE "grain" = 'agent' AND ${WHERE} GROUP BY time(1h), "agent" fill(none)`;
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1)
    times.push((await askPlain(settings, statement, () => undefined, 'application/json')) * 1_000);
  return times.sort((a, b) => a - b)[2] ?? NaN;
}

/** The same from the points of `calls`, which have the agent as a field: all have to be read and counted here. */
async function countRows(settings: InfluxSettings): Promise<{ ms: number; calls: number }> {
  let calls = -1;
  const statement = `SELECT "agent", "started_at" FROM "calls" WHERE ${WHERE}`;
  const seconds = await askPlain(settings, statement, (piece) => {
    calls += piece.split('\n').length - 1;
  });
  return { ms: seconds * 1_000, calls };
}

async function benchServer(binary: RecordBinary, calls: number, seconds: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const restored = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const server = await RecordServer.start(binary);
  try {
    const count = await prepare(folder, calls);
    const raw = await measureRaw(folder, await server.bucket('raw'));
    const before = await restingSize(server.folder);
    const bucket = await server.bucket('callsight');
    const { rows, cells = rows, ...publisher } = await work('publish', folder, bucket);
    const held = (await restingSize(server.folder)) - before;
    const restore = await work('restore', restored, bucket);
    const duckdb = await sizeOf(join(restored, 'callsight.duckdb'));
    const kpiMs = await readKpi(bucket);
    const fromRows = await countRows(bucket);
    const live = await measureLive(await server.bucket('live'), seconds);
    return [
      `### InfluxDB ${binary.version}`,
      '',
      `${whole(count)} calls, ${whole(rows.points)} points of rows and changes, ${whole(cells.points)} of KPI series.`,
      '',
      '| what | measured | goal | beside it |',
      '|---|---|---|---|',
      `| rows published | ${whole(rate(rows))} rows/s | ${whole(GOALS.publish)} | the server alone, same lines by a plain client: ${whole(raw.points / raw.writeSeconds)} |`,
      `| KPI cells published | ${whole(rate(cells))} points/s | | peak memory of both ${publisher.rssMb} MB |`,
      `| restored, history included | ${whole(rate(restore.rows))} rows/s | ${whole(GOALS.restore)} | the server alone, read as CSV: ${whole(raw.points / raw.readSeconds)}; peak memory ${restore.rssMb} MB |`,
      `| calls per hour and agent, a month, \`kpi_1h\` | ${kpiMs.toFixed(0)} ms | < ${GOALS.kpiMs} | from the points of ${whole(fromRows.calls)} calls: ${whole(fromRows.ms)} ms |`,
      `| events taken until all are in \`calls\` | ${whole(live.events / live.seconds)} events/s | | ${whole(live.events)} events; ${live.behind.toFixed(1)} s behind the last one |`,
      `| bytes a call, turns included | InfluxDB ${whole(held / count)} | | DuckDB ${whole(duckdb / count)}, ledger ${whole(live.ledgerBytes / live.calls)} |`,
      '',
    ];
  } finally {
    await server.stop();
    for (const gone of [folder, restored]) await rm(gone, { recursive: true, force: true });
  }
}

/**
 * InfluxDB as the system of record: published, restored and asked, beside what the server does alone in the same run.
 * @returns lines of Markdown
 */
export async function benchRecord(calls: number, seconds: number): Promise<string[]> {
  const lines = [
    '## InfluxDB as the system of record',
    '',
    'Server, service and client share the machine. A row is a call or a turn; restoring is from the first request until queries could be',
    'answered, callers and their history included.',
    '',
  ];
  const binaries = recordBinaries();
  if (binaries.length === 0) lines.push('No server is installed: `node scripts/influx-servers.mjs` gets some.', '');
  for (const binary of binaries) {
    const measured = await benchServer(binary, calls, seconds);
    process.stderr.write(`${measured.join('\n')}\n`);
    lines.push(...measured);
  }
  return lines;
}
