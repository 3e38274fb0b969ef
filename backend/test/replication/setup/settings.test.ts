import { createServer, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/influx/free-port.js';
import { runCallsight } from '../../support/run-callsight.js';
import { runSetup } from './setup-run.js';

const ENV = { CALLSIGHT_INFLUX_ORG: 'firm', CALLSIGHT_INFLUX_ADMIN_TOKEN: 'very-secret' };

describe('callsight setup', () => {
  it('explains itself', async () => {
    for (const args of [
      ['influx', '--help'],
      ['influx', '-h', '--api', 'nonsense'],
      ['help', 'influx'],
    ])
      expect(await runSetup({}, ...args)).toMatchObject({
        code: 0,
        out: expect.stringContaining('--token-file') as string,
      });
  });

  it.each([
    [[], 'Usage: callsight setup'],
    [['dance'], "unknown command 'dance'"],
    [['influx', '--dance'], '--dance'],
    [['influx', '--token', 'x'], '--token'],
    [['influx', '--api', 'v3'], 'must be v2'],
    [['influx', '--url', 'localhost:8086'], 'must be an address'],
    [['influx', '--url', 'http://bob:very-secret@localhost'], 'without user, password'],
    [['influx', '--retention-days=-1'], 'whole number'],
    [['influx', '--retention-days', '1.5'], 'whole number'],
    [['influx', '--retention-days', '9999999'], 'from 0 to 100000'],
    [['influx', '--wait', 'long'], 'whole number'],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, out, err } = await runSetup(ENV, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('very-secret');
  });

  it('needs an organization for 2.x, and none for 1.x', async () => {
    expect(await runSetup({}, 'influx', '--print')).toMatchObject({
      code: 2,
      err: expect.stringContaining('CALLSIGHT_INFLUX_ORG') as string,
    });
    expect(await runSetup({}, 'influx', '--print', '--api', 'v1')).toMatchObject({ code: 0 });
  });

  it('takes a flag before its variable, and an empty variable as none', async () => {
    const env = { ...ENV, CALLSIGHT_INFLUX_BUCKET: 'from-variable', CALLSIGHT_INFLUX_URL: '' };
    expect((await runSetup(env, 'influx', '--print')).out).toContain('--name from-variable ');
    expect((await runSetup(env, 'influx', '--print', '--bucket', 'from-flag')).out).toContain('--name from-flag ');
    expect((await runSetup(env, 'influx', '--print')).out).toContain('INFLUX_HOST=http://127.0.0.1:8086\n');
  });

  it('tells at once that a secret is given twice, or that its file is not there', async () => {
    const both = { ...ENV, CALLSIGHT_INFLUX_ADMIN_TOKEN_FILE: '/nowhere' };
    expect(await runSetup(both, 'influx')).toMatchObject({
      code: 2,
      err: expect.stringContaining('keep one') as string,
    });
    const missing = { CALLSIGHT_INFLUX_ORG: 'firm', CALLSIGHT_INFLUX_ADMIN_TOKEN_FILE: '/nowhere/token' };
    expect(await runSetup(missing, 'influx')).toMatchObject({
      code: 2,
      err: expect.stringContaining('ENOENT') as string,
    });
  });
});

describe('a server that does not answer', () => {
  it('is waited for as long as asked, and not longer', async () => {
    let now = 0;
    const pause = {
      now: () => now,
      for: (ms: number) => {
        now += ms;
        return Promise.resolve();
      },
    };
    const env = { ...ENV, CALLSIGHT_INFLUX_URL: `http://127.0.0.1:${await freePort()}` };
    const { code, err } = await runCallsight(['setup', 'influx', '--wait', '10'], env, { pause });
    expect(code).toBe(1);
    expect(now).toBe(10_000);
    expect(err).toContain('within 10 s (ECONNREFUSED)');
    expect(err).not.toContain('very-secret');
  });
});

describe('a server that is something else', () => {
  let server: Server;
  let url: string;
  let reply: { status: number; body: string };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const isPing = request.url === '/ping';
      response.writeHead(isPing ? 204 : reply.status, { location: 'http://127.0.0.1:1/' });
      response.end(isPing ? undefined : reply.body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  it.each([
    [{ status: 200, body: '<html>' }, 'is it InfluxDB?'],
    [{ status: 502, body: 'bad gateway' }, 'answered 502: bad gateway'],
    [{ status: 302, body: '' }, 'no answer'],
    [{ status: 200, body: '{"orgs":[{"id":"1","name":"other"}]}' }, 'sees "other"'],
  ])('%j is told without the secret, which goes nowhere else', async (answer, message) => {
    reply = answer;
    const { code, err } = await runSetup({ ...ENV, CALLSIGHT_INFLUX_URL: url }, 'influx');
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toContain('very-secret');
  });
});

describe('the admin token', () => {
  it('comes from a file, without the newline at its end', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      const isPing = request.url!.endsWith('/ping');
      if (!isPing) seen.push(`${request.headers.authorization!} for ${request.url!}`);
      response.writeHead(isPing ? 204 : 403).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const folder = await mkdtemp(join(tmpdir(), 'callsight-setup-'));
    try {
      const file = join(folder, 'token');
      await writeFile(file, 'from-the-file\n');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxied/`;
      const env = { CALLSIGHT_INFLUX_ORG: 'firm', CALLSIGHT_INFLUX_ADMIN_TOKEN_FILE: file, CALLSIGHT_INFLUX_URL: url };
      expect((await runSetup(env, 'influx')).code).toBe(1);
      expect(seen).toEqual(['Token from-the-file for /proxied/api/v2/orgs?limit=100']);
    } finally {
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
