import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { BlobStore } from '../../../src/storage/blobs/blob-store.js';
import { ENVELOPE_BYTES } from '../../../src/storage/blobs/envelope.js';
import { rewrapBlobs, type RewrappedBlobs } from '../../../src/storage/blobs/rewrap-blobs.js';
import { BACKENDS, codeOf, collect, folderPlace, KEY, openAt, type Place } from './backends.js';

jest.setTimeout(180_000);

const NEW_KEY = randomBytes(32);
const SEGMENT = 64 << 10;
const MB = 1 << 20;
const WAV = { contentType: 'audio/wav', maxBytes: 64 * MB };

const fileOf = ({ location }: Place, key: string): string =>
  join(location.kind === 'folder' ? location.folder : '', key);
const contentOf = async (store: BlobStore, key: string): Promise<Buffer> => collect((await store.get(key))!.body);

describe.each(BACKENDS)('the key of blobs in $title is replaced', ({ isEncrypted, place: makePlace }) => {
  let place: Place;
  let before: BlobStore;
  let both: BlobStore;
  let after: BlobStore;
  beforeAll(async () => {
    place = await makePlace();
    before = openAt(place.location, { keys: isEncrypted ? [KEY] : [] });
    both = openAt(place.location, { keys: isEncrypted ? [NEW_KEY, KEY] : [NEW_KEY] });
    after = openAt(place.location, { keys: [NEW_KEY] });
  });
  afterAll(async () => {
    for (const store of [before, both, after]) store.close();
    await place.remove();
  });

  it.each([0, 1, SEGMENT, 3 * SEGMENT + 777, 9 * MB + 5])(
    'and %i bytes are what they were, without the old key',
    async (bytes) => {
      const key = `main/rewrapped/of-${bytes}.wav`;
      const content = randomBytes(bytes);
      await before.put(key, content, WAV);
      const info = await before.head(key);
      expect(await both.rewrap(key)).toBe('rewrapped');
      expect((await contentOf(after, key)).equals(content)).toBe(true);
      expect(await after.head(key)).toMatchObject({ key, bytes, contentType: 'audio/wav', isEncrypted: true });
      if (place.location.kind === 'folder') expect((await after.head(key))?.storedAt).toBe(info?.storedAt);
      for (const [first, last] of [
        [0, 0],
        [SEGMENT - 1, SEGMENT],
        [bytes - 2, bytes - 1],
      ] as const) {
        if (first < 0 || last >= bytes) continue;
        const part = await collect((await after.get(key, { first, last }))!.body);
        expect(part.equals(content.subarray(first, last + 1))).toBe(true);
      }
      expect(await codeOf(before.head(key))).toBe(isEncrypted ? 'blob_key_wrong' : 'blob_key_missing');
      expect([await both.rewrap(key), await after.rewrap(key)]).toEqual(['current', 'current']);
    },
  );

  it('and what is read meanwhile is read to its end', async () => {
    const key = 'main/rewrapped/read.wav';
    const content = randomBytes(20 * MB);
    await before.put(key, content, WAV);
    const begun = (await both.get(key))!.body[Symbol.asyncIterator]();
    const first = (await begun.next()) as IteratorResult<Buffer, undefined>;
    const unread = await both.get(key, { first: 5, last: 10 * MB });
    expect(await both.rewrap(key)).toBe('rewrapped');
    const rest = await collect({ [Symbol.asyncIterator]: () => begun });
    expect(Buffer.concat([first.value!, rest]).equals(content)).toBe(true);
    // S3 holds nothing open of which no byte was asked for: what was not encrypted is to be asked for once more.
    if (place.location.kind === 's3' && !isEncrypted) expect(await codeOf(collect(unread!.body))).toBe('replaced');
    else expect((await collect(unread!.body)).equals(content.subarray(5, 10 * MB + 1))).toBe(true);
  });

  it('and what is deleted meanwhile does not come back', async () => {
    const outcomes: unknown[] = [];
    for (let round = 0; round < 12; round += 1) {
      const key = `main/deleted/d${round}.wav`;
      await before.put(key, Buffer.alloc(round % 3 === 2 ? 9 * MB : 300_000, round), WAV);
      const rewrapped = codeOf(both.rewrap(key));
      // At another moment of the rewrap each time.
      for (let turn = 0; turn < round * 4; turn += 1) await setImmediate();
      await both.delete(key);
      outcomes.push(await rewrapped);
      expect(await both.head(key)).toBeUndefined();
    }
    expect(outcomes[0]).toBe('replaced');
    expect(outcomes.filter((one) => one !== 'replaced' && one !== 'no error')).toEqual([]);
    expect((await both.list('main/deleted/')).blobs).toEqual([]);
  });

  it('and what is stored meanwhile stays', async () => {
    const key = 'main/rewrapped/stored.wav';
    for (let round = 0; round < 8; round += 1) {
      await before.put(key, Buffer.alloc(300_000, 'old'), WAV);
      const rewrapped = codeOf(both.rewrap(key));
      for (let turn = 0; turn < round * 4; turn += 1) await setImmediate();
      await both.put(key, Buffer.from(`new ${round}`), WAV);
      expect(['replaced', 'no error']).toContain(await rewrapped);
      expect((await contentOf(after, key)).toString()).toBe(`new ${round}`);
    }
  });

  it('for all of one tenant, however much a request takes on', async () => {
    const keys = Array.from({ length: 11 }, (_, at) => `acme/a${at}/x.wav`).sort();
    for (const key of [...keys, 'other/x.wav']) await before.put(key, Buffer.from(key), WAV);
    let now = 0;
    const results: RewrappedBlobs[] = [];
    for (let next: string | undefined; ;) {
      const { signal } = new AbortController();
      // Each look at the clock is 7 seconds later.
      const result = await rewrapBlobs(both, {
        tenant: 'acme',
        after: next,
        limit: 6,
        signal,
        now: () => (now += 7_000),
      });
      results.push(result);
      ({ next } = result);
      if (next === undefined) break;
    }
    expect(results.map(({ lookedAt, rewrapped, next }) => [lookedAt, rewrapped, next])).toEqual([
      [6, 6, keys[5]],
      [5, 5, undefined],
    ]);
    for (const key of keys) expect((await contentOf(after, key)).toString()).toBe(key);
    expect(await codeOf(after.head('other/x.wav'))).toBe(isEncrypted ? 'blob_key_wrong' : 'no error');
  });
});

describe('rewrapping in a folder', () => {
  let place: Place;
  beforeEach(async () => {
    place = await folderPlace();
  });
  afterEach(() => place.remove());

  const range = (more: object = {}) => ({
    tenant: 'main',
    after: undefined,
    limit: 1_000,
    signal: new AbortController().signal,
    now: () => 0,
    ...more,
  });

  it('changes the wrapped data key and the check sum of an encrypted blob, and not a byte else', async () => {
    const key = 'main/x.wav';
    await openAt(place.location, { keys: [KEY] }).put(key, randomBytes(200_000), WAV);
    const before = await readFile(fileOf(place, key));
    await openAt(place.location, { keys: [NEW_KEY, KEY] }).rewrap(key);
    const after = await readFile(fileOf(place, key));
    expect(after.length).toBe(before.length);
    const changed = [...after.keys()].filter((at) => after[at] !== before[at]);
    expect(changed.every((at) => (at >= 273 && at < 341) || (at >= 508 && at < ENVELOPE_BYTES))).toBe(true);
    expect(changed.length).toBeGreaterThan(50);
  });

  it('leaves what it cannot read as it is, names it, and goes on', async () => {
    const [old, both] = [openAt(place.location, { keys: [KEY] }), openAt(place.location, { keys: [NEW_KEY, KEY] })];
    await openAt(place.location, { keys: [randomBytes(32)] }).put('main/a.wav', Buffer.from('lost'), WAV);
    for (const key of ['main/b.wav', 'main/c.wav']) await old.put(key, Buffer.from(key), WAV);
    await writeFile(fileOf(place, 'main/b.wav'), 'no blob');
    const lost = await readFile(fileOf(place, 'main/a.wav'));
    expect(await rewrapBlobs(both, range())).toEqual({
      lookedAt: 3,
      rewrapped: 1,
      failed: [
        { key: 'main/a.wav', code: 'blob_key_wrong' },
        { key: 'main/b.wav', code: 'blob_damaged' },
      ],
      next: undefined,
    });
    expect((await readFile(fileOf(place, 'main/a.wav'))).equals(lost)).toBe(true);
    expect((await readFile(fileOf(place, 'main/b.wav'))).toString()).toBe('no blob');
  });

  it('ends after about 20 seconds, and when nobody waits for it any more', async () => {
    const [plain, store] = [openAt(place.location), openAt(place.location, { keys: [NEW_KEY] })];
    const keys = Array.from({ length: 20 }, (_, at) => `main/n${String(at).padStart(2, '0')}.wav`);
    for (const key of keys) await plain.put(key, Buffer.from(key), WAV);
    let now = 0;
    // Looks at the clock at 0, 9 and 18 s, and at 27 s ends before the fourth four.
    const first = await rewrapBlobs(store, range({ now: () => (now += 9_000) }));
    expect([first.lookedAt, first.next]).toEqual([12, keys[11]]);
    const second = await rewrapBlobs(store, range({ after: first.next, signal: AbortSignal.abort() }));
    expect([second.lookedAt, second.next]).toEqual([4, keys[15]]);
    expect(await rewrapBlobs(store, range({ after: second.next }))).toMatchObject({ rewrapped: 4, next: undefined });
    expect(await rewrapBlobs(store, range())).toMatchObject({ lookedAt: 20, rewrapped: 0 });
  });

  it('fails when the disk is full, and leaves everything as it is', async () => {
    await openAt(place.location, { keys: [KEY] }).put('main/x.wav', Buffer.from('x'), WAV);
    const full = openAt(place.location, { keys: [NEW_KEY, KEY], minFreeBytes: 1e15 });
    expect(await codeOf(rewrapBlobs(full, range()))).toBe('storage_full');
    expect((await contentOf(openAt(place.location, { keys: [KEY] }), 'main/x.wav')).toString()).toBe('x');
  });

  it('does nothing without a key, nor where there is no blob', async () => {
    const store = openAt(place.location);
    await store.put('main/x.wav', Buffer.from('x'), WAV);
    expect([await store.rewrap('main/x.wav'), await store.rewrap('main/y.wav')]).toEqual(['current', 'absent']);
    expect(await codeOf(store.rewrap('../x.wav'))).toBe('invalid_key');
  });
});
