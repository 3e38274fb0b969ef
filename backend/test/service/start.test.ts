import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { Teardown } from '../../src/service/teardown.js';
import { TestService } from '../support/service/test-service.js';

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
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.create(Date.parse('2026-05-01T12:00:00Z'));
  });
  afterEach(() => service.remove());

  it('closes what it had opened, so that the next one succeeds', async () => {
    const { folder } = service;
    // Found only when the ledger and the database are open.
    await writeFile(join(folder, 'caller.secret'), 'short');
    await expect(service.start()).rejects.toThrow(/caller\.secret holds no secret/);
    // A seal would vouch for what the start stumbled over.
    expect(await readdir(folder)).not.toContain('seal.json');
    await rm(join(folder, 'caller.secret'));
    await service.start();
    expect(service.services.isReady()).toBe(true);
    await service.stop();
    expect(await readdir(folder)).toContain('seal.json');
  });
});
