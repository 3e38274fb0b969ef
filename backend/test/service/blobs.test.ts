import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../../src/storage/blobs/blob-store.js';
import { signLink, verifyLink } from '../../src/access/signed-links.js';
import { runCallsight } from '../support/run-callsight.js';
import { S3Server } from '../support/s3/s3-server.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import { collect } from '../storage/blobs/backends.js';

const DAY = 86_400_000;
const CSV = { contentType: 'text/csv', maxBytes: 1_000 };
/** Files have the time of the machine. */
const start = (variables: Record<string, string> = {}): Promise<TestService> =>
  TestService.start(Date.now(), variables);

interface BlobHealth {
  readonly status: string;
  readonly blobs: { readonly status: string; readonly reason: string | null };
}
const healthOf = async (service: TestService): Promise<BlobHealth> => (await service.health()) as unknown as BlobHealth;

const keysOf = async (blobs: BlobStore): Promise<string[]> => (await blobs.list('')).blobs.map(({ key }) => key);
const textOf = async (blobs: BlobStore, key: string): Promise<string> =>
  (await collect((await blobs.get(key))!.body)).toString();

describe('the files of a service', () => {
  let service: TestService;
  afterEach(() => service.remove());

  it('lie in a folder of its data, closed to others, and outlive it', async () => {
    service = await start();
    await service.services.blobs.put('main/artifacts/a.csv', Buffer.from('kept'), CSV);
    for (const path of ['blobs', 'blobs/main/artifacts', 'blobs/main/artifacts/a.csv', 'link.secret'])
      expect((await stat(join(service.folder, path))).mode & 0o077).toBe(0);
    await service.stop();
    await service.start();
    expect(await textOf(service.services.blobs, 'main/artifacts/a.csv')).toBe('kept');
    expect(await healthOf(service)).toMatchObject({ status: 'ok', blobs: { status: 'ok', reason: null } });
  });

  it('are encrypted with a key of the settings, in the folder of the settings', async () => {
    const folder = join((service = await TestService.create(Date.now())).folder, 'elsewhere');
    const settings = { CALLSIGHT_BLOBS: `file:${folder}`, CALLSIGHT_BLOBS_KEY: Buffer.alloc(32, 7).toString('base64') };
    await service.start(settings);
    await service.services.blobs.put('main/artifacts/a.csv', Buffer.from('nobody reads this'), CSV);
    expect((await readFile(join(folder, 'main/artifacts/a.csv'))).includes('nobody')).toBe(false);
    expect(await textOf(service.services.blobs, 'main/artifacts/a.csv')).toBe('nobody reads this');
  });

  it('leave nothing of a put that was broken off, after the next start', async () => {
    service = await start();
    const partial = join(service.folder, 'blobs', '.partial');
    await service.stop();
    await mkdir(partial, { recursive: true });
    await writeFile(join(partial, 'left'), 'half of a file');
    await service.start();
    expect(await readdir(partial)).toEqual([]);
  });

  it('of reports and exports are deleted when they are older than the settings say, and no others', async () => {
    service = await start({ CALLSIGHT_ARTIFACT_DAYS: '30' });
    const { blobs, expireArtifacts } = service.services;
    for (const key of [
      'main/artifacts/reports/r1/x.csv',
      'main/recordings/c.csv',
      'other/artifacts/e.csv',
      'third/logo.csv',
    ])
      await blobs.put(key, Buffer.from('x'), CSV);
    const before = await keysOf(blobs);
    expect(before.length).toBe(4);
    const { signal } = new AbortController();
    service.now = Date.now() + 29 * DAY;
    await expireArtifacts(signal);
    expect(await keysOf(blobs)).toEqual(before);
    service.now = Date.now() + 30 * DAY + 60_000;
    await expireArtifacts(AbortSignal.abort());
    expect(await keysOf(blobs)).toEqual(before);
    await expireArtifacts(signal);
    expect(await keysOf(blobs)).toEqual(['main/recordings/c.csv', 'third/logo.csv']);
  });

  it('do not keep it from taking events when their folder cannot be used, which it says', async () => {
    service = await TestService.create(Date.now());
    await writeFile(join(service.folder, 'file'), '');
    await service.start({ CALLSIGHT_BLOBS: `file:${join(service.folder, 'file', 'blobs')}` });
    expect(await healthOf(service)).toMatchObject({
      status: 'degraded',
      ready: true,
      blobs: { status: 'failing', reason: 'the blob folder cannot be used (ENOTDIR)' },
    });
    const status = await runCallsight(['status'], { CALLSIGHT_URL: await service.listen() });
    expect(status.out).toMatch(/^Files +failing +the blob folder cannot be used \(ENOTDIR\)$/m);
    const { text } = await service.services.serviceMetrics.page(undefined);
    expect(text).toMatch(/^callsight_blobs_available 0$/m);
    expect((await service.main.request('POST', '/v1/events', [])).status).toBeLessThan(500);
  });

  it('are refused before events are when the disk gets full', async () => {
    service = await start({ CALLSIGHT_MIN_FREE_BYTES: String(1e15) });
    const { blobs } = service.services;
    await expect(blobs.put('main/x.csv', Buffer.from('x'), CSV)).rejects.toMatchObject({ code: 'storage_full' });
    expect(await healthOf(service)).toMatchObject({
      blobs: { status: 'full', reason: expect.stringMatching(/bytes free; 2000000000000000 are required/) as string },
    });
    expect(await keysOf(blobs)).toEqual([]);
  });

  it('are counted for Prometheus', async () => {
    service = await start();
    const { blobs } = service.services;
    await blobs.put('main/x.csv', Buffer.from('12345'), CSV);
    await textOf(blobs, 'main/x.csv');
    const { text } = await service.services.serviceMetrics.page(undefined);
    for (const line of [
      'callsight_blobs_available 1',
      'callsight_blobs_operations_total{operation="put",result="done"} 1',
      'callsight_blobs_operations_total{operation="get",result="failed"} 0',
      'callsight_blobs_bytes_total{direction="written"} 5',
      'callsight_blobs_bytes_total{direction="read"} 5',
    ])
      expect(text.split('\n')).toContain(line);
  });
});

describe('the secret of links', () => {
  const LINK = { tenant: 'main', path: '/v1/runs/r/artifacts/pdf', expiresAt: Date.parse('2027-01-01T00:00:00Z') };
  let service: TestService;
  afterEach(() => service.remove());
  const verdict = (parameters: ReturnType<typeof signLink>) =>
    verifyLink(LINK.path, parameters, service.services.linkSecrets, 0).status;

  it('is made once, and goes with a backup', async () => {
    service = await start();
    const link = signLink(LINK, service.services.linkSecrets);
    const { folder } = await service.services.backups.make('one');
    await service.stop();
    await service.start();
    expect(verdict(link)).toBe('valid');
    const restored = TestService.on(folder, Date.now());
    await restored.start();
    expect(verifyLink(LINK.path, link, restored.services.linkSecrets, 0).status).toBe('valid');
    await restored.stop();
  });

  it('can be replaced without breaking the links that were sent', async () => {
    service = await start();
    const file = join(service.folder, 'link.secret');
    const link = signLink(LINK, service.services.linkSecrets);
    const first = (await readFile(file, 'utf8')).trim();
    await service.stop();
    await rm(file);
    await service.start({ CALLSIGHT_LINK_SECRET_PREVIOUS: first });
    expect(verdict(link)).toBe('valid');
    expect(signLink(LINK, service.services.linkSecrets)).not.toEqual(link);
    await service.stop();
    await service.start({ CALLSIGHT_LINK_SECRET: 'another-secret-0123456789' });
    expect(verdict(link)).toBe('forged');
  });

  it('keeps the service from starting when its file holds none', async () => {
    service = await start();
    await service.stop();
    await writeFile(join(service.folder, 'link.secret'), 'short\n');
    await expect(service.start()).rejects.toThrow(/link\.secret holds no secret of at least 16 characters: links/);
  });
});

describe('a service with its files in S3', () => {
  let server: S3Server;
  let service: TestService;
  beforeAll(async () => {
    server = await S3Server.start();
  });
  afterAll(async () => {
    await service.remove();
    await server.stop();
  });

  it('starts while S3 is away, says so, and stores files when it is back', async () => {
    const { bucket, region, accessKeyId, secretAccessKey } = server.settings();
    await server.kill();
    service = await start({
      CALLSIGHT_BLOBS: `s3://${bucket}/calls?endpoint=${server.url}&region=${region}`,
      CALLSIGHT_BLOBS_ACCESS_KEY_ID: accessKeyId,
      CALLSIGHT_BLOBS_SECRET_ACCESS_KEY: secretAccessKey,
    });
    await until(async () => (await healthOf(service)).blobs.status === 'unreachable');
    expect(await healthOf(service)).toMatchObject({
      status: 'degraded',
      ready: true,
      blobs: { reason: 'no answer from S3 (ECONNREFUSED)' },
    });
    await server.restart();
    await service.services.blobs.put('main/artifacts/a.csv', Buffer.from('in S3'), CSV);
    expect(await healthOf(service)).toMatchObject({ status: 'ok', blobs: { status: 'ok' } });
    expect(await textOf(service.services.blobs, 'main/artifacts/a.csv')).toBe('in S3');
    expect(await readdir(service.folder)).not.toContain('blobs');
    service.now = Date.now() + 91 * DAY;
    await service.services.expireArtifacts(new AbortController().signal);
    expect(await keysOf(service.services.blobs)).toEqual([]);
  });
});
