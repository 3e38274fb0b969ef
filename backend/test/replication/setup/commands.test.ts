import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InfluxServer } from '../../support/influx/influx-server.js';
import { influxServers } from '../../support/influx/influx-servers.js';
import { InfluxHolder } from './influx-holder.js';
import { adminOf, placeOf, runSetup } from './setup-run.js';

const PRINTED: Readonly<Record<'v1' | 'v2', RegExp>> = { v1: /^CREATE DATABASE /m, v2: /^influx bucket create /m };

/** The client of 2.x, which is a program of its own. */
function influxClient(): boolean {
  try {
    return execFileSync('influx', ['version'], { encoding: 'utf8' }).startsWith('Influx CLI 2');
  } catch {
    return false;
  }
}
const hasClient = influxClient();

describe.each(influxServers())('commands for somebody with the right, InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  it('shows them when no administrator is known', async () => {
    const { code, out, err } = await runSetup(placeOf(server), 'influx');
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/no administrator is known: set CALLSIGHT_INFLUX_ADMIN_/) as string,
    });
    expect(out).toMatch(PRINTED[server.api]);
  });

  it('shows them when the credentials are wrong, or may not do it', async () => {
    const wrong = {
      CALLSIGHT_INFLUX_ADMIN_TOKEN: 'wrong-secret',
      CALLSIGHT_INFLUX_ADMIN_USERNAME: 'admin',
      CALLSIGHT_INFLUX_ADMIN_PASSWORD: 'wrong-secret',
    };
    const refused = await runSetup({ ...placeOf(server), ...wrong }, 'influx');
    expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(PRINTED[server.api]) as string });
    expect(refused.err).toContain('refused the right');

    const made = await runSetup({ ...placeOf(server), ...adminOf(server) }, 'influx', '--bucket', 'small');
    const [, name, secret] = made.out.split('\n')[0]!.split('\t');
    const small = {
      CALLSIGHT_INFLUX_ADMIN_TOKEN: secret!,
      CALLSIGHT_INFLUX_ADMIN_USERNAME: name!,
      CALLSIGHT_INFLUX_ADMIN_PASSWORD: secret!,
    };
    const lesser = await runSetup({ ...placeOf(server), ...small }, 'influx', '--bucket', 'wanted');
    expect(lesser).toMatchObject({ code: 1, out: expect.stringMatching(PRINTED[server.api]) as string });
    for (const text of [refused.err, refused.out, lesser.err, lesser.out]) {
      expect(text).not.toContain('wrong-secret');
      expect(text).not.toContain(secret);
    }
  });

  if (installation.api === 'v1') {
    it.each(['callsight', `it's "a"  $b;`])('work as they are, for the database %s', async (bucket) => {
      const username = `o'b\\r"i${bucket}`;
      const env = { ...placeOf(server), CALLSIGHT_INFLUX_USERNAME: username };
      const { code, out } = await runSetup(env, 'influx', '--print', '--bucket', bucket, '--retention-days', '1');
      expect(code).toBe(0);
      const admin = InfluxHolder.admin(server);
      const statements = out
        .replace('<password of the service>', 'first')
        .replace('<password of the reader>', 'second');
      expect(await admin.rows('', statements)).toEqual([]);

      expect(await admin.retention(bucket)).toBe(86_400);
      const service = new InfluxHolder(server, username, 'first');
      const reader = new InfluxHolder(server, `${username}_read`, 'second');
      expect(await service.writes(bucket, 'calls value=1')).toBe(true);
      expect(await reader.writes(bucket, 'calls value=1')).toBe(false);
      expect(await reader.rows(bucket, 'SELECT value FROM calls')).toHaveLength(1);
      expect(await service.creates('mine')).toBe(false);
    });
  } else if (hasClient) {
    it.each(['callsight', `it's a\\b  $c`])('work as they are, for the bucket %s', async (bucket) => {
      const { out } = await runSetup(placeOf(server), 'influx', '--print', '--bucket', bucket, '--retention-days', '1');
      const home = await mkdtemp(join(tmpdir(), 'callsight-influx-client-'));
      try {
        const token = adminOf(server)['CALLSIGHT_INFLUX_ADMIN_TOKEN'];
        const env = { PATH: process.env['PATH'], HOME: home, INFLUX_TOKEN: token };
        await promisify(execFile)('sh', ['-eu', '-c', out], { env });
      } finally {
        await rm(home, { recursive: true, force: true });
      }
      const admin = InfluxHolder.admin(server);
      expect(await admin.retention(bucket)).toBe(86_400);
      // What the commands made is what the command would have made.
      const again = await runSetup({ ...placeOf(server), ...adminOf(server) }, 'influx', '--bucket', bucket);
      expect(again.err).toContain('nothing was changed');
    });
  } else {
    it('are not run here: the influx client 2.x is not on PATH; they hold every name as one word of the shell', async () => {
      const bucket = `it's a\\b  $c`;
      const { out } = await runSetup(placeOf(server), 'influx', '--print', '--bucket', bucket, '--retention-days', '1');
      // In the place of the client: a function that shows its arguments, one a line.
      const stub = `influx() { printf '%s\\n' "$@"; echo; }`;
      const { stdout } = await promisify(execFile)('sh', ['-eu', '-c', `${stub}\n${out}`], {
        env: { INFLUX_TOKEN: 't' },
      });
      const [create] = stdout.split('\n\n');
      expect(create!.split('\n')).toEqual(['bucket', 'create', '--name', bucket, '--retention', '24h']);
      expect(stdout.split('\n')).toContain(`callsight service (${bucket})`);
    });
  }
});
