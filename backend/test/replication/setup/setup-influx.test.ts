import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxServer } from '../../support/influx/influx-server.js';
import { influxServers } from '../../support/influx/influx-servers.js';
import { InfluxHolder } from './influx-holder.js';
import { adminOf, placeOf, runSetup } from './setup-run.js';

const DAY_S = 86_400;
const UNCHANGED = 'nothing was changed';

describe.each(influxServers())('callsight setup influx, InfluxDB $version', (installation) => {
  let server: InfluxServer;
  let folder: string;
  let admin: InfluxHolder;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
    admin = InfluxHolder.admin(server);
    folder = await mkdtemp(join(tmpdir(), 'callsight-setup-'));
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const setup = (bucket: string, ...args: string[]) =>
    runSetup(
      { ...placeOf(server), ...adminOf(server), CALLSIGHT_INFLUX_USERNAME: bucket },
      'influx',
      '--bucket',
      bucket,
      ...args,
    );
  const filesOf = (bucket: string) => ({
    service: join(folder, `${bucket}.service`),
    reader: join(folder, `${bucket}.reader`),
  });
  const filed = (bucket: string, ...args: string[]) => {
    const { service, reader } = filesOf(bucket);
    return setup(bucket, '--token-file', service, '--read-token-file', reader, ...args);
  };
  const secretIn = async (file: string) => (await readFile(file, 'utf8')).trim();
  const holders = async (bucket: string) => ({
    service: new InfluxHolder(server, bucket, await secretIn(filesOf(bucket).service)),
    reader: new InfluxHolder(server, `${bucket}_read`, await secretIn(filesOf(bucket).reader)),
  });

  it('gives the service what it needs on its bucket, the reader less, and both nothing elsewhere', async () => {
    await setup('other');
    expect(await admin.writes('other', 'calls value=1')).toBe(true);
    expect(await filed('calls')).toMatchObject({ code: 0, out: '', err: expect.stringContaining('created') as string });
    const { service, reader } = await holders('calls');

    expect(await service.writes('calls', 'calls value=1')).toBe(true);
    expect((await service.rows('calls', 'SELECT value FROM calls'))?.map(([, value]) => value)).toEqual([1]);
    expect((await reader.rows('calls', 'SELECT value FROM calls'))?.map(([, value]) => value)).toEqual([1]);
    expect(await reader.writes('calls', 'calls value=2')).toBe(false);
    expect(await reader.deletes('calls', 'calls')).toBe(false);

    for (const holder of [service, reader]) {
      expect(await holder.writes('other', 'calls value=3')).toBe(false);
      expect((await holder.rows('other', 'SELECT value FROM calls')) ?? []).toEqual([]);
      expect(await holder.deletes('other', 'calls')).toBe(false);
      expect(await holder.creates('mine')).toBe(false);
    }
    expect(await admin.rows('other', 'SELECT value FROM calls')).toHaveLength(1);
    expect(await service.deletes('calls', 'calls')).toBe(true);
    expect(await service.rows('calls', 'SELECT value FROM calls')).toEqual([]);
  });

  it('changes nothing the second time, and keeps files whose secret works', async () => {
    const first = await filed('twice', '--retention-days', '30');
    const secrets = await Promise.all(Object.values(filesOf('twice')).map(secretIn));
    const second = await filed('twice', '--retention-days', '30');
    expect(first.err).not.toContain(UNCHANGED);
    expect(second).toMatchObject({ code: 0, out: '', err: expect.stringContaining(UNCHANGED) as string });
    expect(await Promise.all(Object.values(filesOf('twice')).map(secretIn))).toEqual(secrets);
    for (const secret of secrets) expect(first.err + second.err).not.toContain(secret);
  });

  it('writes files that only their owner reads, and fills those that are lost or do not work', async () => {
    await filed('files');
    const { service, reader } = filesOf('files');
    expect((await stat(service)).mode & 0o777).toBe(0o600);
    await rm(service);
    await writeFile(reader, 'nonsense\n', { mode: 0o644 });
    expect(await filed('files')).toMatchObject({ code: 0 });
    const again = await holders('files');
    expect((await stat(reader)).mode & 0o777).toBe(0o600);
    expect(await again.service.writes('files', 'calls value=1')).toBe(true);
    expect(await again.reader.rows('files', 'SELECT value FROM calls')).toHaveLength(1);
  });

  it('shows secrets once, alone on stdout, when there is no file for them', async () => {
    const first = await setup('shown');
    const lines = first.out.trim().split('\n');
    expect(lines.map((line) => line.split('\t')[0])).toEqual(['service', 'read-only']);
    const [secret, readOnly] = lines.map((line) => line.split('\t')[2]!);
    expect(await new InfluxHolder(server, 'shown', secret!).writes('shown', 'calls value=1')).toBe(true);
    expect(
      await new InfluxHolder(server, 'shown_read', readOnly!).rows('shown', 'SELECT value FROM calls'),
    ).toHaveLength(1);
    expect(await setup('shown')).toMatchObject({ code: 0, out: '', err: expect.stringContaining(UNCHANGED) as string });
  });

  it('keeps data forever, or for as long as asked, and changes that only when asked', async () => {
    await setup('kept');
    expect(await admin.retention('kept')).toBe(0);
    expect((await setup('kept', '--retention-days', '1')).err).toContain('now (was');
    expect(await admin.retention('kept')).toBe(DAY_S);
    expect((await setup('kept')).err).toContain(UNCHANGED);
    expect(await admin.retention('kept')).toBe(DAY_S);
    expect(await setup('kept', '--retention-days', '400')).toMatchObject({ code: 0 });
    expect(await admin.retention('kept')).toBe(400 * DAY_S);
    expect(await setup('kept', '--retention-days', '0')).toMatchObject({ code: 0 });
    expect(await admin.retention('kept')).toBe(0);
    await setup('days', '--retention-days', '7');
    expect(await admin.retention('days')).toBe(7 * DAY_S);
  });

  const awkward = installation.api === 'v2' ? `it's a\\b  "c`.replace('"', '$') : `it's "a"  $b;`;
  it(`takes awkward names: ${awkward}`, async () => {
    const file = join(folder, 'awkward');
    const env = { ...placeOf(server), ...adminOf(server), CALLSIGHT_INFLUX_USERNAME: `o'b\\r"i\nen` };
    const args = ['influx', '--bucket', awkward, '--token-file', file, '--retention-days', '2'];
    expect(await runSetup(env, ...args)).toMatchObject({ code: 0 });
    const service = new InfluxHolder(server, env.CALLSIGHT_INFLUX_USERNAME, await secretIn(file));
    expect(await service.writes(awkward, 'calls value=1')).toBe(true);
    expect(await service.rows(awkward, 'SELECT value FROM calls')).toHaveLength(1);
    expect((await runSetup(env, ...args)).err).toContain(UNCHANGED);
  });

  it('tells what the server refuses', async () => {
    const bad = installation.api === 'v2' ? '_system' : 'a/b';
    const refused = await setup(bad);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/could not create the (bucket|database) .*: /);
  });

  it('makes no secret that it could not write', async () => {
    const args = ['--token-file', join(folder, 'nowhere', 'token')];
    const failed = await setup('unwritable', ...args);
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining('folder must exist') as string });
    expect((await setup('unwritable')).out.split('\n')[0]).toMatch(/^service\t/);
  });

  it('refuses the API that the server does not have', async () => {
    const other = installation.api === 'v2' ? 'v1' : 'v2';
    const env = {
      CALLSIGHT_INFLUX_URL: server.url,
      CALLSIGHT_INFLUX_API: other,
      CALLSIGHT_INFLUX_ORG: 'any',
      CALLSIGHT_INFLUX_ADMIN_TOKEN: 'any',
      CALLSIGHT_INFLUX_ADMIN_USERNAME: 'any',
      CALLSIGHT_INFLUX_ADMIN_PASSWORD: 'any',
    };
    expect(await runSetup(env, 'influx')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`use --api ${installation.api}`) as string,
    });
  });
});
