import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { openDatabase } from '../../src/storage/duckdb/database.js';
import { InfluxConnection } from '../../src/storage/influx/influx-connection.js';
import { Restore } from '../../src/replication/restore/restore.js';
import { InfluxServer } from '../support/influx/influx-server.js';
import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { phoneCall } from '../support/events/call.js';
import { runCallsight } from '../support/run-callsight.js';
import { TestService } from '../support/service/test-service.js';
import { everyAnswer } from './every-answer.js';

const NOW = Date.parse('2026-05-05T12:00:00Z');
const HOUR = 3_600_000;
const ASKED = { from: NOW - 48 * HOUR, to: NOW + HOUR };

/** A call with two turns in each of the last 30 hours; each third is of the same caller. */
const CALLS = Array.from({ length: 30 }, (_, index) =>
  phoneCall({
    id: `call-${index}`,
    start: new Date(NOW - (index + 1) * HOUR).toISOString(),
    caller: `+493090182${index % 3}`,
    answered: 3,
    ended: 30 + index,
    turns: [{ latency_ms: { e2e: 700 + index } }, {}],
  }),
).flat();

let server: InfluxServer;
let database: InfluxDatabase;
let first: TestService;
let folder: string;
beforeAll(async () => {
  server = await InfluxServer.start(influxServers()[0]!);
  database = await server.database();
  first = await TestService.start(NOW, database.variables);
  await first.waitUntilReady();
  await first.main.send(CALLS);
  await first.waitUntilPublished();
});
afterAll(async () => {
  await first.remove();
  await server.stop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callsight-restore-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  runCallsight(args, { ...database.variables, CALLSIGHT_DATA_DIR: folder, CALLSIGHT_DUCKDB_MEMORY: '500MB' });

/** What a service answers that starts on the folder, with InfluxDB or without. */
async function answersOfFolder(): Promise<unknown> {
  const service = await TestService.start(NOW, { CALLSIGHT_DATA_DIR: folder, ...database.variables });
  try {
    await service.waitUntilReady();
    return await everyAnswer(service.main, ASKED);
  } finally {
    await service.remove();
  }
}

test('restores the database of a stopped service, says how fast, and leaves rows that are there alone', async () => {
  const restored = await run('restore');
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toMatch(/100 % {2}90 of 90 rows/);
  expect(restored.out).toMatch(/restored 90 rows in [\d.]+ s, [\d,]+ rows\/s\n$/);

  const again = await run('restore');
  expect(again).toMatchObject({ code: 1, out: '' });
  expect(again.err).toContain('--force');
  expect((await run('restore', '--force')).code).toBe(0);
  expect(await answersOfFolder()).toEqual(await everyAnswer(first.main, ASKED));
});

test('goes on where it was broken off', async () => {
  const { config } = readConfig({ ...database.variables, CALLSIGHT_DATA_DIR: folder });
  const file = join(folder, 'callsight.duckdb');
  const influx = new InfluxConnection(config.replication!.influx);
  const stop = new AbortController();
  const broken = await openDatabase({ file, memoryLimit: '500MB', threads: 1, attributes: [] });
  const restore = new Restore({
    influx,
    writer: broken.writer,
    attributes: [],
    folder: join(folder, 'restore'),
    windowPoints: 1,
    onProgress: ({ read }) => {
      if (read >= 10) stop.abort();
    },
  });
  await expect(restore.run(stop.signal)).rejects.toThrow();
  expect(restore.progress.read).toBe(10);
  influx.close();
  broken.close();

  const rest = await run('restore');
  expect(rest.out).toContain('restored 80 rows');
  expect(await answersOfFolder()).toEqual(await everyAnswer(first.main, ASKED));
});

test('says what is wrong with its settings, and what it does not know', async () => {
  const { code, err } = await runCallsight(['restore'], { CALLSIGHT_DATA_DIR: folder });
  expect(code).toBe(1);
  expect(err).toContain('CALLSIGHT_INFLUX_URL is not set');
  expect((await run('restore', '--speed')).code).toBe(2);
});
