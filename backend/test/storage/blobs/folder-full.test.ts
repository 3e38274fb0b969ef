import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '../../../src/storage/blobs/blob-store.js';
import { codeOf, collect, KEY, openAt } from './backends.js';

const MB = 1 << 20;
const OPTIONS = { contentType: 'audio/wav', maxBytes: 1 << 30 };

async function* megabytes(count: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < count; at += 1) yield await Promise.resolve(Buffer.alloc(MB, at));
}

describe.each([
  { title: 'a write that really fails', minFreeBytes: 0, keys: [] },
  { title: 'a write that really fails, encrypted', minFreeBytes: 0, keys: [KEY] },
  { title: 'the watermark', minFreeBytes: 40 * MB, keys: [] },
])('a full disk: $title', ({ minFreeBytes, keys }) => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-blobs-full-'));
  let store: BlobStore;
  beforeAll(() => {
    // A file system of its own; needs the right to mount.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'callsight-test', folder]);
    store = openAt({ kind: 'folder', folder }, { keys, minFreeBytes });
  });
  afterAll(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  const freeMegabytes = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(folder);
    return Math.round((bavail * bsize) / MB);
  };

  it('refuses the blob, leaves nothing of it, keeps the others, and takes blobs when there is room', async () => {
    await store.put('main/first.wav', megabytes(20), OPTIONS);
    const free = await freeMegabytes();
    expect(await codeOf(store.put('main/second.wav', megabytes(150), OPTIONS))).toBe('storage_full');
    expect(await freeMegabytes()).toBe(free);
    expect(await readdir(join(folder, '.partial'))).toEqual([]);
    expect(await store.get('main/second.wav')).toBeUndefined();
    expect(store.state).toMatchObject({ status: 'full', reason: expect.stringContaining('disk') as string });
    expect(store.activity.counts.put).toEqual({ done: 1, failed: 1 });
    expect((await collect((await store.get('main/first.wav'))!.body)).length).toBe(20 * MB);

    // Several at once fill it up together, and all of what failed is gone.
    const ends = await Promise.all([1, 2, 3].map((at) => codeOf(store.put(`main/n${at}.wav`, megabytes(50), OPTIONS))));
    expect(ends).toContain('storage_full');
    for (const at of [1, 2, 3]) await store.delete(`main/n${at}.wav`);
    expect(await freeMegabytes()).toBe(free);
    await store.check();
    expect(store.state.status).toBe('ok');
    await store.put('main/third.wav', megabytes(10), OPTIONS);
    expect(store.state.status).toBe('ok');
  });
});
