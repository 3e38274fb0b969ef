import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callEvent, microsOf } from '../../support/events/event.js';
import { ServiceProcess } from '../../support/service/service-process.js';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';
import { runCallsight } from '../../support/run-callsight.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');

const callOf = (call: number) => {
  const at = microsOf('2026-05-01T09:00:00Z') + call * 1_000_000;
  return [
    callEvent('call.started', `c${call}`, at, { direction: 'inbound', agent: { id: 'a' } }, `${call}-s`),
    callEvent('call.answered', `c${call}`, at + 5_000_000, {}, `${call}-a`),
    callEvent('call.ended', `c${call}`, at + 65_000_000, { ended_by: 'caller' }, `${call}-e`),
  ];
};

let service: TestService;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-backups-'));
  service = await TestService.create(NOW);
  await service.startReady({ CALLSIGHT_BACKUP_DIR: folder });
});
afterEach(async () => {
  await service.remove();
  rmSync(folder, { recursive: true, force: true });
});

const count = (one: TestService) => one.main.values({ metrics: ['calls.count', 'calls.duration.sum'] });
const send = (from: number, to: number) =>
  service.main.post('/v1/events', Array.from({ length: to - from }, (_, at) => callOf(from + at)).flat());
const verify = (path: string) => runCallsight(['verify', path], {});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at]! ^= 1;
  writeFileSync(file, bytes);
}

describe('a backup', () => {
  it('is a consistent data folder, though events come in while it is made', async () => {
    await send(0, 500);
    await service.waitUntilProjected();
    const traffic = new AbortController();
    let sent = 500;
    const sending = (async () => {
      while (!traffic.signal.aborted) {
        await send(sent, sent + 20);
        sent += 20;
      }
    })();
    const backup = (await service.main.post('/v1/backups', { name: 'one' })) as { folder: string; bytes: number };
    traffic.abort();
    await sending;
    expect(backup).toEqual({ folder: join(folder, 'one'), bytes: expect.any(Number) as number });
    expect(await verify(backup.folder)).toMatchObject({ code: 0, out: expect.stringContaining('is sound') as string });
    expect(statSync(backup.folder).mode & 0o777).toBe(0o700);

    const copy = TestService.on(backup.folder, NOW);
    await copy.startReady();
    await copy.waitUntilProjected();
    const [[calls], [seconds]] = (await count(copy)) as [[number], [number]];
    expect(calls).toBeGreaterThanOrEqual(500);
    expect(calls).toBeLessThanOrEqual(sent);
    expect(seconds).toBe(calls * 60);
    expect(readdirSync(backup.folder).filter((name) => name.includes('damaged'))).toEqual([]);
    // What came after it is accepted, what is in it is not, and then both are the same.
    const all = Array.from({ length: sent }, (_, call) => callOf(call)).flat();
    expect(await copy.main.post('/v1/events', all)).toMatchObject({ accepted: (sent - calls) * 3 });
    await copy.waitUntilProjected();
    await service.waitUntilProjected();
    expect(await count(copy)).toEqual(await count(service));
    await copy.stop();
  });

  it('is made over the command line, once under a name, by the operator alone', async () => {
    await send(0, 3);
    const url = await service.listen();
    const run = (key: string, ...args: string[]) =>
      runCallsight(['backup', ...args], { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: key });
    const main = TEST_KEY;
    expect(await run(main, 'nightly')).toMatchObject({ code: 0, out: `${join(folder, 'nightly')}\n` });
    expect(await run(main, 'nightly')).toMatchObject({
      code: 1,
      err: expect.stringContaining('backup_exists') as string,
    });
    expect(await run(main, '../elsewhere')).toMatchObject({ code: 1 });
    const keyOf = async (tenant: string, scopes: string[]): Promise<string> =>
      ((await service.main.post('/v1/keys', { name: 'k', scopes, tenant })) as { key: string }).key;
    expect((await run(await keyOf('other', ['admin']), 'theirs')).err).toContain('wrong_tenant');
    expect((await run(await keyOf('main', ['query']), 'theirs')).err).toContain('missing_scope');
    expect(readdirSync(folder)).toEqual(['nightly']);
  });
});

describe('verify and repair', () => {
  const repair = (...args: string[]) => runCallsight(['repair', ...args], { CALLSIGHT_DATA_DIR: service.folder });
  const path = (name: string): string => join(service.folder, name);
  const log = (): string => path(`ledger/${readdirSync(path('ledger')).find((name) => name.endsWith('.log'))!}`);

  beforeEach(async () => {
    for (let call = 0; call < 50; call += 1) await send(call, call + 1);
    await service.waitUntilProjected();
  });

  it('say that a folder is in use', async () => {
    await service.stop();
    const other = await ServiceProcess.startOn(service.folder);
    try {
      for (const command of [verify(service.folder), repair('--accept-loss')])
        expect(await command).toMatchObject({ code: 1, err: expect.stringContaining('is in use') as string });
    } finally {
      await other.stop();
    }
  });

  it('say what is damaged, and change nothing unasked', async () => {
    await service.stop();
    expect(await verify(service.folder)).toMatchObject({ code: 0 });
    expect(await repair()).toMatchObject({ code: 0, out: 'nothing is damaged\n' });
    flip(log(), 3_000);
    for (const command of [verify(service.folder), repair()])
      expect(await command).toMatchObject({
        code: 1,
        out: expect.stringMatching(/^ledger: .*log has other contents/) as string,
      });
    await expect(service.startReady()).rejects.toThrow('the ledger is damaged');
  });

  it('keep what can be read of a ledger, and the rows of calls whose events are lost', async () => {
    await service.stop();
    // Several records and their headers; the rest of their block cannot be read without those.
    for (let at = 3_000; at < 9_000; at += 100) flip(log(), at);
    const { code, out } = await repair('--accept-loss');
    expect([code, out]).toEqual([0, expect.stringMatching(/calls have rows and no events any more; their rows stay/)]);
    const lost = Number(/(\d+) calls have rows/.exec(out)?.[1]);
    expect(lost).toBeGreaterThan(0);
    await service.startReady();
    await service.waitUntilProjected();
    expect(await count(service)).toEqual([[50], [3_000]]);
    // A fact that comes late is added to the row whose events are lost.
    const at = microsOf('2026-05-01T09:30:00Z');
    for (let call = 0; call < 50; call += 1)
      await service.main.post('/v1/events', [
        callEvent('call.analyzed', `c${call}`, at, { success: true }, `${call}-late`),
      ]);
    await service.waitUntilProjected();
    expect(await service.main.values({ metrics: ['calls.count', 'calls.duration.sum', 'calls.success_rate'] })).toEqual(
      [[50], [3_000], [1]],
    );
  });

  it('give up rows that only a damaged database had', async () => {
    service.now = NOW + 500 * 86_400_000;
    await service.services.expireRawEvents();
    await service.stop();
    flip(path('callsight.duckdb'), 5);
    await expect(service.startReady()).rejects.toThrow('cannot be rebuilt from the ledger');
    expect(await repair('--accept-loss')).toMatchObject({ code: 0 });
    await service.startReady();
    expect(await count(service)).toEqual([[0], [0]]);
  });
});
