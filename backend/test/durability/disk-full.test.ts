import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callEvent, microsOf } from '../support/events/event.js';
import { runCallsight } from '../support/run-callsight.js';
import { ServiceProcess } from '../support/service/service-process.js';
import { until } from '../support/service/until.js';

const FROM = '2026-03-01T00:00:00Z';
const TO = '2026-03-02T00:00:00Z';
const MB = 1 << 20;

const callStarted = (call: number) =>
  callEvent(
    'call.started',
    `call-${call}`,
    microsOf(FROM) + call * 100_000,
    { direction: 'inbound', agent: { id: 'a' }, attributes: { note: `${call}`.padEnd(800, 'x') } },
    `s-${call}`,
  );

/** A file system of its own that is full after so many megabytes; needs the right to mount. */
function mountSmall(folder: string, megabytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'callsight-test', folder]);
}

async function fillUp(folder: string, leave: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  await writeFile(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leave)));
}

describe.each([
  { title: 'watermark', minFree: String(12 * MB), leave: 14 * MB },
  { title: 'a write that really fails', minFree: '0', leave: 1 * MB },
])('disk full: $title', ({ minFree, leave }) => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-full-'));
  beforeAll(() => mountSmall(folder, 160));
  afterAll(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers 503, takes events again when there is room, and loses nothing that it acknowledged', async () => {
    const service = await ServiceProcess.startOn(folder, {
      CALLSIGHT_MIN_FREE_BYTES: minFree,
      CALLSIGHT_LOG_LEVEL: 'info',
    });
    const acknowledged: number[] = [];
    let next = 0;
    const send = async () => {
      const calls = Array.from({ length: 200 }, () => next++);
      const response = await service.main.exchange('POST', '/v1/events', calls.map(callStarted));
      if (response.status === 202) acknowledged.push(...calls);
      return response;
    };
    expect((await send()).status).toBe(202);
    await fillUp(folder, leave);

    let refused = await send();
    while (refused.status === 202 && next < 200_000) refused = await send();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({
      error: { code: expect.stringMatching(/^storage_(full|failed)$/) },
    });

    expect((await service.main.request('GET', '/readyz')).status).toBe(503);

    await rm(join(folder, 'filler'));
    await service.waitUntilReady();
    await until(async () => (await send()).status === 202);
    expect(await service.countCalls(FROM, TO)).toBeGreaterThanOrEqual(acknowledged.length);
    const ready = await service.main.request('GET', '/readyz');
    expect(ready.status).toBe(200);
    await service.kill();

    const restarted = await ServiceProcess.startOn(folder, { CALLSIGHT_MIN_FREE_BYTES: '0' });
    const again = await restarted.main.request('POST', '/v1/events', acknowledged.map(callStarted));
    expect(again.body).toEqual({ accepted: 0, duplicates: acknowledged.length, rejected: [] });
    await restarted.stop();
  });
});

describe('disk full while the rows are to be prepared', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-full-'));
  beforeAll(() => mountSmall(folder, 160));
  afterAll(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('says so, tries again, and is ready by itself when there is room', async () => {
    const first = await ServiceProcess.startOn(folder, { CALLSIGHT_MIN_FREE_BYTES: '0' });
    const calls = Array.from({ length: 200 }, (_, call) => callStarted(call));
    expect((await first.main.request('POST', '/v1/events', calls)).status).toBe(202);
    await first.countCalls(FROM, TO);
    await first.stop();
    // Its rows are to be folded anew, for which the ledger needs room.
    for (const name of await readdir(folder)) if (name.startsWith('callsight.duckdb')) await rm(join(folder, name));
    await fillUp(folder, 40 * MB);

    const service = await ServiceProcess.startOn(folder, { CALLSIGHT_MIN_FREE_BYTES: String(60 * MB) });
    expect(await service.health()).toMatchObject({
      status: 'degraded',
      ready: false,
      preparation: { status: 'failing', reason: expect.stringContaining('bytes are free') as string },
    });
    expect((await service.main.request('GET', '/readyz')).status).toBe(503);
    expect((await service.main.request('POST', '/v1/events', [])).status).toBe(503);
    const status = await runCallsight(['status'], { CALLSIGHT_URL: service.url });
    expect(status.code).toBe(1);
    expect(status.out).toMatch(/^Preparation +failing +no events or queries are taken .*bytes are free/m);

    await rm(join(folder, 'filler'));
    await service.waitUntilReady();
    expect(await service.health()).toMatchObject({ ready: true, preparation: { status: 'ready', reason: null } });
    expect(await service.countCalls(FROM, TO)).toBe(200);
    await service.stop();
  });
});
