import type { AuditList } from '@callsight/contract/audit';
import type { BlobRewrap } from '@callsight/contract/blobs';
import { runCallsight, type CommandRun } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';
import { collect } from '../storage/blobs/backends.js';

const CSV = { contentType: 'text/csv', maxBytes: 1_000 };
const [OLD, NEW] = [Buffer.alloc(32, 1).toString('hex'), Buffer.alloc(32, 2).toString('hex')];
const KEYS = ['main/artifacts/a.csv', 'main/recordings/b.csv', 'main/recordings/c.csv'];

let service: TestService;
let url: string;
beforeAll(async () => {
  service = await TestService.start(Date.now());
  await service.services.blobs.put('main/artifacts/a.csv', Buffer.from('main/artifacts/a.csv'), CSV);
  await restart(OLD);
  for (const key of [...KEYS.slice(1), 'other/recordings/d.csv'])
    await service.services.blobs.put(key, Buffer.from(key), CSV);
});
afterAll(() => service.remove());

async function restart(keys: string): Promise<void> {
  await service.stop();
  await service.start({ CALLSIGHT_BLOBS_KEY: keys });
  url = await service.listen();
}

const run = (key: string, ...args: string[]): Promise<CommandRun> =>
  runCallsight(['blobs', 'rewrap', ...args], { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: key });
const textOf = async (key: string): Promise<string> =>
  (await collect((await service.services.blobs.get(key))!.body)).toString();
const audited = async (): Promise<string[]> => {
  const { body } = await service.main.request('GET', '/v1/audit?action=blobs');
  return (body as AuditList).entries.map(({ action, target }) => `${action} ${target}`);
};

it('files of a tenant are encrypted with a new key by the command, request by request', async () => {
  await restart(`${NEW},${OLD}`);
  expect(await run(TEST_KEY, '--batch', '2')).toEqual({
    code: 0,
    out: '3 files looked at, 3 rewrapped, 0 failed; older keys are no longer needed for files of this tenant\n',
    err: expect.stringMatching(
      /^2 files looked at, 2 rewrapped, 0 failed\n3 files looked at, 3 rewrapped, 0 failed\n$/,
    ),
  });
  expect(await audited()).toEqual(['blobs.rewrapped blobs/rewrap', 'blobs.rewrapped blobs/rewrap']);
  // There is nothing left to be done, and nothing to be told of it.
  expect((await run(TEST_KEY, '--quiet')).out).toMatch(/^3 files looked at, 0 rewrapped/);
  expect(await audited()).toHaveLength(2);
  await restart(NEW);
  for (const key of KEYS) expect(await textOf(key)).toBe(key);
  await expect(textOf('other/recordings/d.csv')).rejects.toMatchObject({ code: 'blob_key_wrong' });
});

it('a file whose key is lost is named, and the command fails', async () => {
  await service.tenant('other').then(async (other) => {
    const { status, body } = await other.request('POST', '/v1/blobs/rewrap', {});
    expect([status, body as BlobRewrap]).toEqual([
      200,
      { looked_at: 1, rewrapped: 0, failed: [{ key: 'other/recordings/d.csv', code: 'blob_key_wrong' }], next: null },
    ]);
  });
  const input = { name: 'other', scopes: ['admin'], tenant: 'other' };
  const { key } = (await service.main.post('/v1/keys', input)) as { key: string };
  expect(await run(key, '--quiet')).toEqual({
    code: 1,
    out: '',
    err: 'other/recordings/d.csv: blob_key_wrong\ncallsight: 1 file left as they were: keep the older keys of CALLSIGHT_BLOBS_KEY\n',
  });
});

it.each<[string, object, number]>([
  ['a place among files of another tenant', { after: 'other/a.csv' }, 400],
  ['a place that only begins like the tenant', { after: 'main-2/a.csv' }, 400],
  ['too many files', { limit: 1_001 }, 400],
  ['a field that is not known', { since: 'main/a.csv' }, 400],
])('%s is refused', async (_what, body, status) => {
  expect((await service.main.request('POST', '/v1/blobs/rewrap', body)).status).toBe(status);
});

it('a key without the scope is refused', async () => {
  const input = { name: 'reader', scopes: ['query', 'recordings'], tenant: 'main' };
  const { key } = (await service.main.post('/v1/keys', input)) as { key: string };
  expect((await service.clientOf(key).request('POST', '/v1/blobs/rewrap', {})).status).toBe(403);
  expect((await service.clientOf('wrong').request('POST', '/v1/blobs/rewrap', {})).status).toBe(401);
});
