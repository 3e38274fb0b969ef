import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { BlobStore } from '../../../src/storage/blobs/blob-store.js';
import type { ByteRange } from '../../../src/storage/blobs/byte-range.js';
import { BACKENDS, codeOf, collect, KEY, openAt, type Place } from './backends.js';

jest.setTimeout(180_000);

const SEGMENT = 64 << 10;
const MB = 1 << 20;
const CSV = { contentType: 'text/csv', maxBytes: 64 * MB };

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** The same content each time, in chunks of odd sizes. */
function* chunksOf(content: Buffer, bytes: number): Generator<Buffer> {
  for (let at = 0; at < content.length; at += bytes) yield content.subarray(at, at + bytes);
}
const streamOf = (content: Buffer, bytes = 10_007): Readable => Readable.from(chunksOf(content, bytes));

describe.each(BACKENDS)('blobs in $title', ({ isEncrypted, place: makePlace }) => {
  let place: Place;
  let store: BlobStore;
  beforeAll(async () => {
    place = await makePlace();
    store = openAt(place.location, { keys: isEncrypted ? [KEY] : [] });
  });
  afterAll(async () => {
    store.close();
    await place.remove();
  });

  const contentOf = async (key: string, range?: ByteRange): Promise<Buffer> =>
    collect((await store.get(key, range))!.body);

  it.each([0, 1, 1_000, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 5 * MB, 8 * MB - 512, 8 * MB, 17 * MB + 3])(
    'keeps %i bytes as they were',
    async (bytes) => {
      const content = randomBytes(bytes);
      const key = `main/sizes/of-${bytes}.bin`;
      const stored = await store.put(key, streamOf(content), { contentType: 'audio/wav', maxBytes: bytes });
      expect(stored).toEqual({ bytes, sha256: sha256(content) });
      const reading = (await store.get(key))!;
      expect(reading).toMatchObject({ key, bytes, contentType: 'audio/wav', isEncrypted, from: 0, to: bytes });
      expect(Math.abs(reading.storedAt - Date.now())).toBeLessThan(60_000);
      expect((await collect(reading.body)).equals(content)).toBe(true);
      const { body: _body, from: _from, to: _to, ...info } = reading;
      expect(await store.head(key)).toEqual(info);
    },
  );

  it('takes one buffer as well as a stream, and replaces what was there', async () => {
    const key = 'main/replaced.txt';
    await store.put(key, randomBytes(9 * MB), CSV);
    await store.put(key, Buffer.from('second'), { ...CSV, contentType: 'text/plain; charset=utf-8' });
    expect((await contentOf(key)).toString()).toBe('second');
    expect(await store.head(key)).toMatchObject({ bytes: 6, contentType: 'text/plain; charset=utf-8' });
  });

  it('reads any range as the content itself is cut', async () => {
    const content = randomBytes(3 * SEGMENT + 777);
    await store.put('main/ranges.bin', content, CSV);
    const near = (at: number) => fc.integer({ min: Math.max(0, at - 2), max: at + 2 });
    const position = fc.oneof(
      ...[0, SEGMENT, 2 * SEGMENT, 3 * SEGMENT, content.length].map(near),
      fc.nat(content.length),
    );
    const range = fc.oneof(
      fc.record({ first: position }),
      fc.record({ first: position, last: position }),
      fc.record({ suffix: position }),
    );
    await fc.assert(
      fc.asyncProperty(range, async (one) => {
        const expected =
          'suffix' in one
            ? content.subarray(Math.max(0, content.length - one.suffix))
            : content.subarray(one.first, ('last' in one ? one.last : content.length) + 1);
        if (expected.length === 0) {
          await expect(store.get('main/ranges.bin', one)).rejects.toMatchObject({
            code: 'range_not_satisfiable',
            details: { size: content.length },
          });
          return;
        }
        const { body, from, to, bytes } = (await store.get('main/ranges.bin', one))!;
        expect([to - from, bytes]).toEqual([expected.length, content.length]);
        expect((await collect(body)).equals(expected)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('knows nothing of what is not there, and deletes what is there', async () => {
    const key = 'main/deleted/once.csv';
    expect(await store.get(key)).toBeUndefined();
    expect(await store.head(key)).toBeUndefined();
    await store.delete(key);
    await store.put(key, Buffer.from('x'), CSV);
    await store.delete(key);
    expect(await store.get(key)).toBeUndefined();
    expect((await store.list('main/deleted/')).blobs).toEqual([]);
  });

  it.each([100, 9 * MB])('refuses more than %i bytes while they stream, and leaves nothing', async (maxBytes) => {
    const key = `main/bounded/of-${maxBytes}.csv`;
    let read = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        read += 50_000;
        yield Promise.resolve(Buffer.alloc(50_000));
      }
    }
    expect(await codeOf(store.put(key, endless(), { ...CSV, maxBytes }))).toBe('too_large');
    expect(read).toBeLessThan(maxBytes + 20 * MB);
    expect(await store.get(key)).toBeUndefined();
  });

  it('leaves what was there when a body breaks off, whatever its size', async () => {
    const key = 'main/broken.csv';
    await store.put(key, Buffer.from('before'), CSV);
    for (const bytes of [10, 3 * SEGMENT, 20 * MB]) {
      async function* broken(): AsyncGenerator<Buffer> {
        yield* chunksOf(Buffer.alloc(bytes), 100_000);
        throw await Promise.resolve(new Error('the source broke off'));
      }
      await expect(store.put(key, broken(), CSV)).rejects.toThrow('the source broke off');
    }
    expect((await contentOf(key)).toString()).toBe('before');
  });

  it('ends a put that is aborted', async () => {
    const stop = new AbortController();
    async function* slow(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.alloc(20 * MB));
      stop.abort(new Error('given up'));
      yield Buffer.alloc(20 * MB);
    }
    await expect(store.put('main/aborted.csv', slow(), { ...CSV, signal: stop.signal })).rejects.toThrow('given up');
    expect(await store.get('main/aborted.csv')).toBeUndefined();
  });

  it('ends a put that is aborted while its stream stalls, whatever was read of it', async () => {
    for (const bytes of [10, 20 * MB]) {
      const stop = new AbortController();
      const stalled = new Readable({ read: () => undefined });
      stalled.push(Buffer.alloc(bytes));
      const put = store.put('main/stalled.csv', stalled, { ...CSV, signal: stop.signal });
      setImmediate(() => stop.abort(new Error('given up')));
      await expect(put).rejects.toThrow('given up');
      expect(stalled.destroyed).toBe(true);
    }
    expect(await store.get('main/stalled.csv')).toBeUndefined();
  });

  it('ends what goes on when it is closed', async () => {
    const closing = openAt(place.location);
    const stalled = new Readable({ read: () => undefined });
    stalled.push(Buffer.alloc(20 * MB));
    const put = closing.put('main/closing.csv', stalled, CSV);
    setImmediate(() => closing.close());
    await expect(put).rejects.toMatchObject({ code: 'storage_failed', message: 'the service is stopping' });
    expect(await store.get('main/closing.csv')).toBeUndefined();
  });

  it('lists in pages, in the order of keys, each blob once', async () => {
    const keys = [
      'listed-2/artifacts/x.csv',
      'listed/a-b/x.csv',
      'listed/a/x.csv',
      'listed/a/x/y.csv',
      'listed/a0/x.csv',
      'listed/a_b/x.csv',
      'listed/a.csv',
      ...Array.from({ length: 20 }, (_, at) => `listed/many/n${at}.csv`),
    ].sort();
    for (const key of keys) await store.put(key, Buffer.from(key), CSV);
    const listed = async (prefix: string, limit: number): Promise<string[]> => {
      const found: string[] = [];
      for (let after: string | undefined; ;) {
        const { blobs, next } = await store.list(prefix, { after, limit });
        expect(blobs.length).toBeLessThanOrEqual(limit);
        found.push(...blobs.map(({ key }) => key));
        if (next === undefined) return found;
        after = next;
      }
    };
    const mine = keys.filter((key) => key.startsWith('listed/'));
    for (const limit of [1, 3, 7, 1_000]) expect(await listed('listed/', limit)).toEqual(mine);
    expect(await listed('listed/a/', 2)).toEqual(['listed/a/x.csv', 'listed/a/x/y.csv']);
    expect(await listed('nobody/', 2)).toEqual([]);
    expect((await listed('', 5)).filter((key) => key.startsWith('listed'))).toEqual(keys);
    const [first] = (await store.list('listed/', { limit: 1 })).blobs;
    expect(first!.storedBytes).toBeGreaterThan(first!.key.length);
    expect(Math.abs(first!.storedAt - Date.now())).toBeLessThan(60_000);
    const tenants: string[] = [];
    for await (const tenant of store.tenants()) tenants.push(tenant);
    // In the order of their keys: a dash sorts before a slash.
    expect(tenants).toEqual(['listed-2', 'listed', 'main']);
  });

  it('shows a reader one blob or the other while both are put again and again', async () => {
    const key = 'main/contested.bin';
    const contents = [Buffer.alloc(300_000, 'a'), Buffer.alloc(9 * MB, 'b')];
    await store.put(key, contents[0]!, CSV);
    const progress = { isDone: false };
    const writing = (async () => {
      for (let round = 0; round < 6; round += 1) await store.put(key, streamOf(contents[(round + 1) % 2]!, MB), CSV);
      progress.isDone = true;
    })();
    let seen = 0;
    while (!progress.isDone) {
      try {
        const read = await contentOf(key);
        seen += 1;
        expect(contents.some((content) => content.equals(read))).toBe(true);
      } catch (error) {
        // S3 refuses the rest of an object that was replaced since its first bytes were read.
        if ((error as { code?: string }).code !== 'replaced') throw error;
      }
    }
    await writing;
    expect(seen).toBeGreaterThan(0);
  });

  it('stores many at once, and more than may be written at the same time', async () => {
    const keys = Array.from({ length: 40 }, (_, at) => `crowd/b${at}.csv`);
    await Promise.all(keys.map((key) => store.put(key, streamOf(Buffer.from(key.repeat(1_000))), CSV)));
    for (const key of keys) expect((await contentOf(key)).toString()).toBe(key.repeat(1_000));
    await Promise.all(keys.map((key) => store.delete(key)));
    expect((await store.list('crowd/')).blobs).toEqual([]);
  });

  it('gives up what is not read to its end', async () => {
    await store.put('main/left.bin', Buffer.alloc(5 * MB), CSV);
    const [unread, begun] = [(await store.get('main/left.bin'))!, (await store.get('main/left.bin'))!];
    unread.body.destroy();
    for await (const _ of begun.body) break;
    expect([unread.body.destroyed, begun.body.destroyed]).toEqual([true, true]);
    expect((await contentOf('main/left.bin')).length).toBe(5 * MB);
  });

  it('says that all is well, and counts what was done', async () => {
    await store.check();
    expect(store.state).toEqual({ status: 'ok', reason: undefined });
    const { put, get, list } = store.activity.counts;
    expect([put.done, get.done, list.done].every((count) => count > 5)).toBe(true);
    expect([put.failed, get.failed, list.failed]).toEqual([0, 0, 0]);
    expect(store.activity.bytesWritten).toBeGreaterThan(30 * MB);
    expect(store.activity.bytesRead).toBeGreaterThan(30 * MB);
  });

  it('has nothing to remove when no put was broken off by the end of the process', async () => {
    expect(await openAt(place.location, { clock: () => Date.now() + 2 * 86_400_000 }).sweep()).toBe(0);
  });
});
