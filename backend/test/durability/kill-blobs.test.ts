import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BlobStore } from '../../src/storage/blobs/blob-store.js';
import type { BlobLocation } from '../../src/storage/blobs/open-blob-store.js';
import { BACKENDS, collect, KEY, openAt, type Place } from '../storage/blobs/backends.js';

// Each round starts a process, which takes seconds on a busy machine.
jest.setTimeout(180_000);

const SCRIPT = join(__dirname, 'put-blobs.mjs');
const DAY = 86_400_000;

type Line = { readonly name: string; readonly sha256: string } | { readonly begun: true } | { readonly failed: string };

/** Lets a process put blobs and kills it when so many are stored. @returns their hashes */
async function putAndKill(
  location: BlobLocation,
  keys: readonly Buffer[],
  stored: number,
): Promise<Map<string, string>> {
  const input = JSON.stringify({ location, key: keys[0]?.toString('hex') });
  const child = spawn(process.execPath, [SCRIPT, input], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged = new Map<string, string>();
  let isBegun = false;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if ('failed' in line) throw new Error(line.failed);
    if ('begun' in line) isBegun = true;
    else acknowledged.set(line.name, line.sha256);
    // In the middle of whatever the three are doing.
    if (isBegun && acknowledged.size >= stored) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

async function hashOf(store: BlobStore, key: string): Promise<string | undefined> {
  const reading = await store.get(key);
  return reading === undefined
    ? undefined
    : createHash('sha256')
        .update(await collect(reading.body))
        .digest('hex');
}

const folderOf = ({ location }: Place): string => (location.kind === 'folder' ? location.folder : '');

describe.each(BACKENDS)('kill -9 while blobs are put into $title', ({ isEncrypted, place: makePlace }) => {
  const keys = isEncrypted ? [KEY] : [];
  let place: Place;
  beforeAll(async () => {
    place = await makePlace();
  });
  afterAll(() => place.remove());

  it('leaves every blob that was acknowledged, no half of another one, and what is removed at the next start', async () => {
    for (const stored of [3, 17, 40]) {
      const acknowledged = await putAndKill(place.location, keys, stored);
      expect(acknowledged.size).toBeGreaterThanOrEqual(stored);
      let now = Date.now();
      const store = openAt(place.location, { keys, clock: () => now });
      for (const [key, sha256] of acknowledged) expect(await hashOf(store, key)).toBe(sha256);
      const { blobs } = await store.list('main/');
      // Beyond those acknowledged there may be one of each writer that was stored before it could say so.
      expect(blobs.length).toBeLessThanOrEqual(acknowledged.size + 3);
      for (const { key } of blobs) expect(await hashOf(store, key)).toMatch(/^[0-9a-f]{64}$/);
      expect(await store.head('main/open/endless.bin')).toBeUndefined();
      if (place.location.kind === 's3') {
        // Another instance may be writing it, until a day has gone by.
        expect(await store.sweep()).toBe(0);
        now += DAY + 60_000;
      } else {
        expect((await readdir(join(folderOf(place), '.partial'))).length).toBeGreaterThan(0);
      }
      expect(await store.sweep()).toBeGreaterThanOrEqual(1);
      expect(await store.sweep()).toBe(0);
      if (place.location.kind === 'folder') expect(await readdir(join(folderOf(place), '.partial'))).toEqual([]);
      for (const { key } of blobs) await store.delete(key);
      expect((await store.list('')).blobs).toEqual([]);
      store.close();
    }
  });
});
