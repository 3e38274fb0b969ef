import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../src/config/config.js';
import { startService } from '../../src/service/service.js';
import { Teardown } from '../../src/service/teardown.js';

const SILENT = pino({ enabled: false });

describe('teardown', () => {
  it('closes in reverse, once, and everything even when a part cannot be closed', async () => {
    const closed: string[] = [];
    const teardown = new Teardown(SILENT);
    teardown.onClose('first', () => closed.push(`first, clean: ${teardown.isClean}`));
    teardown.onClose('second', () => Promise.reject(new Error('stuck')));
    teardown.onClose('third', async () => {
      await Promise.resolve();
      closed.push(`third, clean: ${teardown.isClean}`);
    });
    await Promise.all([teardown.close(), teardown.close()]);
    expect(closed).toEqual(['third, clean: true', 'first, clean: false']);
  });
});

describe('a start that fails half-way', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callsight-start-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('closes what it had opened, so that the next one succeeds', async () => {
    const { config } = readConfig({ CALLSIGHT_DATA_DIR: folder, CALLSIGHT_MIN_FREE_BYTES: '0' });
    // Found only when the ledger and the database are open.
    await writeFile(join(folder, 'caller.secret'), 'short');
    await expect(startService(config, SILENT)).rejects.toThrow(/caller\.secret holds no secret/);
    // A seal would vouch for what the start stumbled over.
    expect(await readdir(folder)).not.toContain('seal.json');
    await rm(join(folder, 'caller.secret'));
    const service = await startService(config, SILENT);
    expect(service.services.isReady()).toBe(true);
    await service.stop();
    expect(await readdir(folder)).toContain('seal.json');
  });
});
