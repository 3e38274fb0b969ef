import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callEvent, microsOf } from '../../support/events/event.js';
import { MAIN } from '../../support/service/service-process.js';
import { TestService } from '../../support/service/test-service.js';
import { randomOf } from './damages.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const CALLS = 40;
const SETTINGS = { CALLSIGHT_ATTRIBUTES: 'note' };

const callOf = (call: number) => {
  const at = microsOf(`2026-05-01T09:${String(call).padStart(2, '0')}:00Z`);
  const random = randomOf(call);
  // Nothing that compresses: a ledger and a database of some size.
  const note = Array.from({ length: 400 }, () => random(36).toString(36)).join('');
  return [
    callEvent(
      'call.started',
      `c${call}`,
      at,
      { direction: 'inbound', agent: { id: 'a' }, attributes: { note } },
      `${call}-s`,
    ),
    callEvent('call.answered', `c${call}`, at + 5_000_000, {}, `${call}-a`),
    callEvent('call.ended', `c${call}`, at + 65_000_000, { ended_by: 'caller' }, `${call}-e`),
  ];
};

let service: TestService;
beforeEach(async () => {
  service = await TestService.create(NOW);
  await service.startReady(SETTINGS);
  for (let call = 0; call < CALLS; call += 1) {
    const answer = await service.main.post('/v1/events', callOf(call));
    expect(answer).toEqual({ accepted: 3, duplicates: 0, rejected: [] });
  }
  await service.waitUntilProjected();
});
afterEach(() => service.remove());

const path = (...parts: string[]): string => join(service.folder, ...parts);
const ledgerFile = (pattern: RegExp): string =>
  path(
    'ledger',
    readdirSync(path('ledger')).find((name) => pattern.test(name))!,
  );

const count = () => service.main.values({ metrics: ['calls.count', 'calls.duration.sum'] });
const WHOLE = [[CALLS], [CALLS * 60]];

/** The folder as kill -9 leaves it: nothing is flushed, nothing is closed. The service in this process goes on without it. */
async function asKilled(): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'callsight-killed-'));
  cpSync(service.folder, copy, { recursive: true, filter: (name) => !name.endsWith('.sock') });
  await service.remove();
  service = TestService.on(copy, NOW);
}

function invert(file: string, from: number, length: number): void {
  const bytes = readFileSync(file);
  for (let at = from; at < from + length; at += 1) bytes[at]! ^= 0xff;
  writeFileSync(file, bytes);
}

describe('a database that is damaged is put aside and rebuilt:', () => {
  const rebuilt = async (): Promise<void> => {
    await service.startReady(SETTINGS);
    await service.waitUntilProjected();
    expect(await count()).toEqual(WHOLE);
    expect(readdirSync(service.folder).some((name) => name.startsWith('callsight.duckdb.damaged-'))).toBe(true);
  };

  it('its write-ahead log is torn after a crash', async () => {
    await asKilled();
    const log = readFileSync(path('callsight.duckdb.wal'));
    writeFileSync(path('callsight.duckdb.wal'), log.subarray(0, log.length / 3));
    await rebuilt();
  });

  it('its write-ahead log is gone after a crash', async () => {
    await asKilled();
    rmSync(path('callsight.duckdb.wal'));
    await service.startReady(SETTINGS);
    await service.waitUntilProjected();
    expect(await count()).toEqual(WHOLE);
  });

  it.each([
    ['its header is broken', 0],
    ['4 KB in the middle are', 300_000],
  ])('%s', async (_title, from) => {
    await service.stop();
    invert(path('callsight.duckdb'), from, 4_096);
    await rebuilt();
  });

  it('any of its blocks is, found after a crash by reading it', async () => {
    await service.stop();
    rmSync(path('seal.json'));
    const { size } = statSync(path('callsight.duckdb'));
    // Blocks of 256 KiB behind the headers.
    for (let at = 12_288 + 4_096; at < size; at += 262_144) invert(path('callsight.duckdb'), at, 64);
    await rebuilt();
  });

  it('any of its blocks is, while the service runs: the first read of one turns /healthz red', async () => {
    await service.stop();
    await service.startReady(SETTINGS);
    expect(await service.health()).toMatchObject({ status: 'ok', rows: { status: 'ok' } });
    const { size } = statSync(path('callsight.duckdb'));
    const file = openSync(path('callsight.duckdb'), 'r+');
    for (let at = 12_288 + 4_096; at < size; at += 262_144) writeSync(file, randomBytes(64), 0, 64, at);
    closeSync(file);
    await service.main.query({ from: NOW - 86_400_000, to: NOW, queries: [{ refId: 'A', calls: { limit: 1_000 } }] });
    expect(await service.health()).toMatchObject({ status: 'degraded', rows: { status: 'damaged' } });
    await service.stop();
    await rebuilt();
    expect(await service.health()).toMatchObject({ status: 'ok', rows: { status: 'ok' } });
  });

  it('but not when it alone has rows whose events have expired', async () => {
    service.now = NOW + 500 * 86_400_000;
    await service.services.expireRawEvents();
    expect(await count()).toEqual(WHOLE);
    await service.stop();
    invert(path('callsight.duckdb'), 300_000, 4_096);
    const refused = /the database is damaged .* rows whose events have expired.*callsight repair/;
    await expect(service.startReady(SETTINGS)).rejects.toThrow(refused);
    // Nor does a second attempt, which finds no seal.
    await expect(service.startReady(SETTINGS)).rejects.toThrow(refused);
  });
});

describe('a ledger that lacks what was acknowledged is refused, with the ways out:', () => {
  const refused = async (problem: RegExp): Promise<void> => {
    for (const _time of ['once', 'and again']) {
      const error: unknown = await service.startReady(SETTINGS).then(
        () => 'started',
        (reason: unknown) => reason,
      );
      expect(String(error)).toMatch(problem);
      expect(String(error)).toMatch(/^DataDamaged: the ledger is damaged: .*backup.*InfluxDB.*callsight repair/);
    }
  };

  describe.each(['stopped', 'killed'])('the service was %s, then', (end) => {
    beforeEach(() => (end === 'killed' ? asKilled() : service.stop()));

    it('64 bytes in its log changed', async () => {
      invert(ledgerFile(/\.log$/), 5_000, 64);
      await refused(/\.log/);
    });
    it('its log is gone', async () => {
      rmSync(ledgerFile(/\.log$/));
      await refused(/log.* is missing/);
    });
    it('its log is empty', async () => {
      writeFileSync(ledgerFile(/\.log$/), '');
      await refused(/bytes|acknowledged/);
    });
    it('its log has lost the end', async () => {
      const log = readFileSync(ledgerFile(/\.log$/));
      writeFileSync(ledgerFile(/\.log$/), log.subarray(0, -200));
      await refused(/bytes|acknowledged/);
    });
    it('CURRENT is gone', async () => {
      rmSync(path('ledger', 'CURRENT'));
      await refused(/CURRENT is missing/);
    });
    it('all of it is gone', async () => {
      rmSync(path('ledger'), { recursive: true });
      await refused(/is missing|acknowledged/);
    });
  });

  it('a table of it was damaged while the service was killed', async () => {
    await service.stop();
    // The next start makes a table of the log.
    await service.startReady(SETTINGS);
    await asKilled();
    invert(ledgerFile(/\.ldb$/), 2_000, 1);
    await refused(/\.ldb: the block at \d+ has another checksum/);
  });
});

it('what a write leaves that was never synced is no damage', async () => {
  await asKilled();
  appendFileSync(ledgerFile(/\.log$/), Buffer.from([1, 2, 3, 4, 200, 0, 1, 5, 5, 5]));
  await service.startReady(SETTINGS);
  await service.waitUntilProjected();
  expect(await count()).toEqual(WHOLE);
});

describe('damage that a running service meets', () => {
  it('in the ledger turns the health red', async () => {
    const health = async () => (await service.main.get('/healthz')) as { status: string; ledger: { status: string } };
    expect(await health()).toMatchObject({ status: 'ok', ledger: { status: 'ok' } });
    const { store } = service.services.ledger;
    const [key, value] = (await store.iterator({ gt: 'x', limit: 1, valueEncoding: 'utf8' }).all())[0]!;
    await store.put(key, value.replace('inbound', 'outound'), { valueEncoding: 'utf8' });
    await expect(store.get(key)).rejects.toMatchObject({ code: 'LEVEL_DECODE_ERROR' });
    expect(await health()).toMatchObject({ status: 'degraded', ledger: { status: 'damaged' } });
  });
});

it('a refused start says so in a sentence, without a stack', async () => {
  await service.stop();
  invert(ledgerFile(/\.log$/), 5_000, 64);
  const start = (): unknown =>
    execFileSync(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'] ?? '', CALLSIGHT_DATA_DIR: service.folder, CALLSIGHT_PORT: '0' },
      stdio: 'pipe',
    });
  expect(start).toThrow(
    expect.objectContaining({
      status: 1,
      stderr: expect.objectContaining({ length: expect.any(Number) as number }) as Buffer,
      message: expect.not.stringMatching(/\n\s+at /) as string,
    }) as Error,
  );
});
