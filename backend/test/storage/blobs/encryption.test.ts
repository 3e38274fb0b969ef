import { randomBytes } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { BlobStore } from '../../../src/storage/blobs/blob-store.js';
import { ENVELOPE_BYTES } from '../../../src/storage/blobs/envelope.js';
import { codeOf, collect, folderPlace, KEY, openAt, type Place } from './backends.js';

const SEGMENT = 64 << 10;
const STORED = SEGMENT + 16;
const OPTIONS = { contentType: 'application/pdf', maxBytes: 1 << 30 };
const CONTENT = Buffer.from(Array.from({ length: 3 * SEGMENT + 1_234 }, (_, at) => (at * 31 + (at >> 8)) % 251));

describe('encrypted blobs', () => {
  let place: Place;
  let folder: string;
  let store: BlobStore;
  beforeAll(async () => {
    place = await folderPlace();
    folder = place.location.kind === 'folder' ? place.location.folder : '';
    store = openAt(place.location, { keys: [KEY] });
    await store.put('main/original.pdf', CONTENT, OPTIONS);
    await store.put('main/other.pdf', CONTENT, OPTIONS);
  });
  afterAll(() => place.remove());

  const stored = (key: string): Promise<Buffer> => readFile(join(folder, key));
  const read = async (from: BlobStore, key: string, range?: { first: number; last: number }): Promise<Buffer> =>
    collect((await from.get(key, range))!.body);

  /** Puts other bytes into the place of a blob, and says how reading it ends, in whole and in a range at its begin. */
  const readingOf = async (key: string, bytes: Buffer): Promise<unknown[]> => {
    await writeFile(join(folder, key), bytes);
    return [await codeOf(read(store, key)), await codeOf(read(store, key, { first: 0, last: 9 }))];
  };
  const DAMAGED = ['blob_damaged', 'blob_damaged'];

  it('show nothing of their content, and differ though the content is the same', async () => {
    const [one, other] = [await stored('main/original.pdf'), await stored('main/other.pdf')];
    for (let at = 0; at < CONTENT.length - 32; at += 4_099)
      expect(one.includes(CONTENT.subarray(at, at + 32))).toBe(false);
    expect(one.length).toBe(ENVELOPE_BYTES + CONTENT.length + 4 * 16);
    expect(one.subarray(ENVELOPE_BYTES).equals(other.subarray(ENVELOPE_BYTES))).toBe(false);
    expect(one.includes(KEY)).toBe(false);
    expect(await readdir(join(folder, '.partial'))).toEqual([]);
  });

  it('are not read when any byte was changed', async () => {
    const bytes = await stored('main/original.pdf');
    const near = fc.constantFrom(0, 16, 17, 20, 273, 281, 300, 330, 508, ENVELOPE_BYTES, ENVELOPE_BYTES + STORED);
    const position = fc.oneof(near, fc.nat(bytes.length - 1));
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= change;
        await writeFile(join(folder, 'main/original.pdf'), changed);
        expect(await codeOf(read(store, 'main/original.pdf'))).toBe('blob_damaged');
      }),
      { numRuns: 150 },
    );
    await writeFile(join(folder, 'main/original.pdf'), bytes);
    expect((await read(store, 'main/original.pdf')).equals(CONTENT)).toBe(true);
  });

  it('are not read when their end was cut off anywhere, nor is a range before it', async () => {
    const bytes = await stored('main/other.pdf');
    const cuts = [
      1,
      16,
      1_234 + 16,
      1_234 + 16 + 1,
      STORED + 1_234 + 16,
      3 * STORED + 1_234 + 16,
      bytes.length - 1,
      bytes.length,
    ];
    for (const cut of cuts)
      expect([cut, ...(await readingOf('main/other.pdf', bytes.subarray(0, bytes.length - cut)))]).toEqual([
        cut,
        ...DAMAGED,
      ]);
    await writeFile(join(folder, 'main/other.pdf'), bytes);
  });

  it('are not read when segments were exchanged, repeated, left out or added', async () => {
    const bytes = await stored('main/original.pdf');
    const envelope = bytes.subarray(0, ENVELOPE_BYTES);
    const segments = [0, 1, 2, 3].map((at) =>
      bytes.subarray(ENVELOPE_BYTES + at * STORED, ENVELOPE_BYTES + (at + 1) * STORED),
    );
    const key = 'main/original.pdf';
    const ordered = async (...order: number[]): Promise<unknown> => {
      await writeFile(join(folder, key), Buffer.concat([envelope, ...order.map((at) => segments[at]!)]));
      return codeOf(read(store, key));
    };
    expect(await ordered(0, 1, 2, 3)).toBe('no error');
    for (const order of [[1, 0, 2, 3], [0, 0, 2, 3], [0, 2, 3], [0, 1, 2], [0, 1, 2, 2, 3], [0, 1, 2, 3, 3], [3]])
      expect([order, await ordered(...order)]).toEqual([order, 'blob_damaged']);
    await writeFile(join(folder, key), bytes);
  });

  it('are not read under the key of another blob, nor with a segment of another blob', async () => {
    const [one, other] = [await stored('main/original.pdf'), await stored('main/other.pdf')];
    expect(await readingOf('main/other.pdf', one)).toEqual(DAMAGED);
    expect(await readingOf('main/exchanged.pdf', one)).toEqual(DAMAGED);
    await writeFile(join(folder, 'main/other.pdf'), other);
    const mixed = Buffer.from(one);
    other.copy(mixed, ENVELOPE_BYTES + STORED, ENVELOPE_BYTES + STORED, ENVELOPE_BYTES + 2 * STORED);
    await writeFile(join(folder, 'main/original.pdf'), mixed);
    expect(await codeOf(read(store, 'main/original.pdf'))).toBe('blob_damaged');
    await writeFile(join(folder, 'main/original.pdf'), one);
  });

  it('say whether the encryption key is missing or another one', async () => {
    const { location } = place;
    const without = openAt(location);
    const wrong = openAt(location, { keys: [randomBytes(32)] });
    for (const work of [without.get('main/other.pdf'), without.head('main/other.pdf')])
      expect(await codeOf(work)).toBe('blob_key_missing');
    for (const work of [wrong.get('main/other.pdf'), wrong.head('main/other.pdf')])
      expect(await codeOf(work)).toBe('blob_key_wrong');
    expect(wrong.activity.counts.get.failed).toBe(2);
    // The storage itself is well.
    expect(wrong.state.status).toBe('ok');
  });

  it('stay readable with a key that was replaced, while new ones have the new key', async () => {
    const newer = randomBytes(32);
    const both = openAt(place.location, { keys: [newer, KEY] });
    expect((await read(both, 'main/other.pdf')).equals(CONTENT)).toBe(true);
    await both.put('main/newer.pdf', CONTENT, OPTIONS);
    expect(await codeOf(read(store, 'main/newer.pdf'))).toBe('blob_key_wrong');
    expect((await read(openAt(place.location, { keys: [newer] }), 'main/newer.pdf')).equals(CONTENT)).toBe(true);
  });

  it('leave those readable that were stored before there was a key', async () => {
    await openAt(place.location).put('main/before.pdf', CONTENT, OPTIONS);
    expect((await read(store, 'main/before.pdf')).equals(CONTENT)).toBe(true);
    expect(await store.head('main/before.pdf')).toMatchObject({ isEncrypted: false, bytes: CONTENT.length });
    expect((await stored('main/before.pdf')).includes(CONTENT.subarray(0, 1_000))).toBe(true);
  });

  it('can be copied to another store with the same key, as files', async () => {
    const elsewhere = await folderPlace();
    const target = elsewhere.location.kind === 'folder' ? elsewhere.location.folder : '';
    await cp(join(folder, 'main/other.pdf'), join(target, 'main/other.pdf'));
    expect((await read(openAt(elsewhere.location, { keys: [KEY] }), 'main/other.pdf')).equals(CONTENT)).toBe(true);
    await elsewhere.remove();
  });
});

describe('the content type', () => {
  it.each([
    'text/csv',
    'text/plain; charset=utf-8',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'audio/ogg;codecs=opus',
  ])('is kept: %s', async (contentType) => {
    const place = await folderPlace();
    const store = openAt(place.location);
    await store.put('main/x.bin', Buffer.alloc(3), { contentType, maxBytes: 3 });
    expect(await store.head('main/x.bin')).toMatchObject({ contentType });
    await place.remove();
  });

  it.each(['', 'pdf', 'text/csv\r\nx-header: 1', 'text/ä', `text/${'x'.repeat(300)}`])(
    'is refused: %j',
    async (contentType) => {
      const store = openAt({ kind: 'folder', folder: '/nowhere' });
      await expect(store.put('main/x.bin', Buffer.alloc(3), { contentType, maxBytes: 3 })).rejects.toThrow(TypeError);
    },
  );
});

it('does not take a file that is no blob for one', async () => {
  const place = await folderPlace();
  const store = openAt(place.location);
  await store.put('main/real.csv', Buffer.from('1'), { contentType: 'text/csv', maxBytes: 1 });
  const folder = place.location.kind === 'folder' ? place.location.folder : '';
  for (const bytes of [Buffer.alloc(0), Buffer.from('a,b\n1,2\n'), Buffer.alloc(2_000)]) {
    await writeFile(join(folder, 'main/foreign.csv'), bytes);
    expect(await codeOf(store.get('main/foreign.csv'))).toBe('blob_damaged');
  }
  await place.remove();
});
