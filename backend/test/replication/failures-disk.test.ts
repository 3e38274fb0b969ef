import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { FailureRun } from './failure-service.js';

describe.each(influxServers())('InfluxDB $version runs out of disk while events pour in', (installation) => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-influx-full-'));
  const filler = join(folder, 'filler');
  let server: InfluxServer;
  beforeAll(async () => {
    // A file system of its own; needs the right to mount.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'callsight-test', folder]);
    server = await InfluxServer.start(installation, { dataDir: join(folder, 'data') });
  });
  afterAll(async () => {
    await server.stop();
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('everything arrives when there is room again', async () => {
    const run = await FailureRun.start(await server.database());
    try {
      run.traffic.begin();
      await run.moreCalls(20);
      const { bavail, bsize } = await statfs(folder);
      // The server writes as well: there may be less room than there was.
      await writeFile(filler, Buffer.alloc(bavail * bsize)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      });
      await run.seen(({ status, reason }) => status === 'away' && /answered 5\d\d|no space/.test(reason ?? ''));
      const full = await run.health('/readyz');
      expect(full).toMatchObject({ httpStatus: 200, status: 'degraded', record: { dead_letters: 0 } });
      await run.moreCalls(60);
      await rm(filler);
      await server.restart();
      await run.expectExact();
      expect((await run.health()).record.dead_letters).toBe(0);
    } finally {
      await run.service.remove();
    }
  });
});
