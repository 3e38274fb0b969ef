import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../../src/config/config.js';
import { MAIN, ServiceProcess } from '../../support/service/service-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a service that is expected to end by itself. */
function refusedStart(env: Readonly<Record<string, string>> = {}) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], CALLSIGHT_PORT: '0', CALLSIGHT_DATA_DIR: folder, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stderr, stdout };
}

/** One sentence on stderr, and no stack anywhere. */
function expectSentence({ status, stderr, stdout }: ReturnType<typeof refusedStart>, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(/^callsight: [^\n]+\n$/);
  expect(stdout + stderr).not.toMatch(/\n?\s+at .*:\d+|"stack"/);
  expect(status).toBe(1);
}

const mount = (...options: string[]): void =>
  void execFileSync('mount', ['-t', 'tmpfs', ...options, 'callsight-test', folder]);
const unmount = (): void => void execFileSync('umount', ['-l', folder]);

describe('a first start on a disk that is nearly full', () => {
  beforeEach(() => mount('-o', 'size=24m'));
  afterEach(unmount);

  const fill = async (leave: number): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leave)));
  };

  it.each([0, 4_096, 8_192, 16_384, 65_536, 600_000, 1_340_000, 2_000_000])(
    'leaves no secret that is empty and no key that nobody has: %i bytes are free',
    async (leave) => {
      await fill(leave);
      const env = { CALLSIGHT_MIN_FREE_BYTES: '0', CALLSIGHT_BOOTSTRAP_KEY: '' };
      const service = await ServiceProcess.startOn(folder, env).catch(() => undefined);
      await service?.stop();
      if (service === undefined) expectSentence(refusedStart(env), /the disk of the data folder .* is full/);

      rmSync(join(folder, 'filler'));
      const next = await ServiceProcess.startOn(folder, env);
      const key = readFileSync(join(folder, 'first.key'), 'utf8').trim();
      const answer = await fetch(`${next.url}/v1/catalogue`, { headers: { authorization: `Bearer ${key}` } });
      expect(answer.status).toBe(200);
      expect(readFileSync(join(folder, 'caller.secret'), 'utf8').trim()).toMatch(/^[\w-]{43}$/);
      await next.stop();
    },
  );
});

describe('secrets', () => {
  it.each(['', '\n', 'short', '123456789012345'])('in a file are refused when they are too short: %j', (secret) => {
    writeFileSync(join(folder, 'caller.secret'), secret);
    expectSentence(refusedStart(), /caller\.secret holds no secret of at least 16 characters/);
  });

  it.each(['CALLSIGHT_BOOTSTRAP_KEY', 'CALLSIGHT_READ_KEY', 'CALLSIGHT_CALLER_SECRET'])(
    'in settings are refused when they are too short: %s',
    (name) => {
      expect(() => readConfig({ [name]: '123456789012345' })).toThrow(
        new ConfigError([`${name}: expected at least 16 characters`]),
      );
      const file = join(folder, 'secret');
      writeFileSync(file, '\n');
      expect(() => readConfig({ [`${name}_FILE`]: file })).toThrow(`${name}: expected at least 16 characters`);
      writeFileSync(file, '1234567890123456\n');
      expect(() => readConfig({ [`${name}_FILE`]: file })).not.toThrow();
      expect(() => readConfig({ [name]: '1234567890123456' })).not.toThrow();
    },
  );
});

describe('the data folder', () => {
  const modes = (): string[] =>
    ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]
      // The socket is for Grafana, which may be another user where the folder lets it.
      .filter((name) => !name.endsWith('.sock'))
      .map((name) => {
        const stat = statSync(join(folder, name));
        return `${stat.isDirectory() ? 'folder' : 'file'} ${(stat.mode & 0o777).toString(8)}`;
      });
  const PRIVATE = new Set(['folder 700', 'file 600']);

  it('is for its owner alone, one that was open to others as well', async () => {
    const first = await ServiceProcess.startOn(folder);
    expect(new Set(modes())).toEqual(PRIVATE);
    await first.stop();
    expect(new Set(modes())).toEqual(PRIVATE);
    for (const name of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
      const path = join(folder, name);
      chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
    }
    const second = await ServiceProcess.startOn(folder);
    expect(new Set(modes())).toEqual(PRIVATE);
    await second.stop();
  });

  it('belongs to one instance', async () => {
    const first = await ServiceProcess.startOn(folder);
    expectSentence(refusedStart(), /another process has the data folder .* open/);
    expect((await first.main.request('GET', '/healthz')).status).toBe(200);
    await first.kill();
    const next = await ServiceProcess.startOn(folder);
    expect(await next.stop()).toBe(0);
  });

  it('has to be writable', () => {
    mount('-o', 'ro');
    try {
      expectSentence(refusedStart(), /is on a read-only file system/);
    } finally {
      unmount();
    }
  });

  it('has to be a folder', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expectSentence(refusedStart({ CALLSIGHT_DATA_DIR: file }), /is not a folder/);
  });
});
