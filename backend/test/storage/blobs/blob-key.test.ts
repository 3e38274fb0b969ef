import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { checkKey, checkPrefix, isBlobKey } from '../../../src/storage/blobs/blob-key.js';
import { codeOf, openAt } from './backends.js';

const INVALID = expect.objectContaining({ code: 'invalid_key' }) as Error;

const PIECES = [
  ...[
    '..',
    '.',
    '...',
    '/',
    '//',
    '\\',
    '\u0000',
    '\n',
    '~',
    '%2e%2e',
    '%00',
    ' ',
    '*',
    ':',
    'C:',
    '-',
    '_',
    '.partial',
  ],
  ...['ä', 'é', '﹒', '．', '／', '‥', '\u202e', '\ud800', '😀', 'A', 'CON', 'main', 'a', '0', 'x.pdf', '.pdf'],
  'n'.repeat(101),
  'long/'.repeat(60),
];
/** Texts of what is dangerous in paths, and of anything else. */
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('/')),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,5}(\/[a-z0-9][a-z0-9_-]{0,5}){1,8}\.[a-z0-9]{1,12}$/),
  fc.stringMatching(/^[a-z0-9]{1,5}(\/[a-z0-9_-]{0,5}){0,9}\.?[a-z0-9]{0,12}$/),
);

describe('keys of blobs', () => {
  it.each(['main/x.pdf', 'a-1/artifacts/reports/0n5tq2/weekly_report-2.pdf', 'main/a/b/c/d/e/f/g.json'])(
    'takes %s',
    (key) => {
      expect(checkKey(key)).toBe(key.split('/')[0]);
    },
  );

  it.each([
    ...[
      '',
      'main',
      'main/',
      '/main/x.pdf',
      'x.pdf',
      'main//x.pdf',
      'main/x',
      'main/../x.pdf',
      'main/./x.pdf',
      '../x.pdf',
    ],
    ...[
      'main/a.b/x.pdf',
      'main/.x.pdf',
      'main/x..pdf',
      'main/x.pdf/',
      'Main/x.pdf',
      'main/X.pdf',
      'main/x.pdf\n',
      'main/x\u0000.pdf',
    ],
    ...[
      'main\\x.pdf',
      'main/ä.pdf',
      'main/a/b/c/d/e/f/g/h.json',
      `main/${'n'.repeat(101)}.pdf`,
      `${'t'.repeat(41)}/x.pdf`,
    ],
    ...['-main/x.pdf', 'main/-x.pdf', 'main/x.tar.gz', 'ma_in/x.pdf', 'main/x.p-f'],
  ])('refuses %j', async (key) => {
    expect(isBlobKey(key)).toBe(false);
    expect(() => checkKey(key)).toThrow(INVALID);
    const store = openAt({ kind: 'folder', folder: '/nowhere' });
    const options = { contentType: 'text/csv', maxBytes: 1 };
    for (const work of [store.put(key, Buffer.alloc(1), options), store.get(key), store.head(key), store.delete(key)])
      expect(await codeOf(work)).toBe('invalid_key');
  });

  it('accepts nothing that leads elsewhere, is the folder of another one, or is longer than a path may be', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyText, (key) => {
        if (!isBlobKey(key)) return;
        accepted += 1;
        const path = resolve('/root/of/blobs', key);
        expect(path).toBe(`/root/of/blobs${sep}${key}`);
        expect(key.split('/').length).toBeGreaterThan(1);
        expect(key.length).toBeLessThan(800);
        for (const part of key.split('/')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
        // Neither below it nor above it can there be another key.
        expect(isBlobKey(`${key}/x.pdf`)).toBe(false);
        for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1))
          expect(isBlobKey(key.slice(0, at))).toBe(false);
        expect(key).toBe(key.toLowerCase().normalize('NFKC'));
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('leaves everything beside the folder alone, whatever is put', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'callsight-outside-'));
    const folder = join(outside, 'one', 'blobs');
    const store = openAt({ kind: 'folder', folder });
    const before = join(outside, 'one');
    await store
      .put('main/first.csv', Buffer.from('1'), { contentType: 'text/csv', maxBytes: 9 })
      .catch(() => undefined);
    await fc.assert(
      fc.asyncProperty(anyText, async (key) => {
        const put = store.put(key, Buffer.from('x'), { contentType: 'text/csv', maxBytes: 9 });
        expect(['no error', 'invalid_key']).toContain(await codeOf(put));
        for (const work of [store.get(key).then((one) => one?.body.destroy()), store.delete(key)]) await codeOf(work);
      }),
      { numRuns: 300 },
    );
    expect(await readdir(outside)).toEqual(['one']);
    expect(await readdir(before)).toEqual(['blobs']);
    await rm(outside, { recursive: true, force: true });
  });
});

describe('prefixes of keys', () => {
  it.each(['', 'main/', 'main/artifacts/', 'main/a/b/c/d/e/f/'])('takes %j', (prefix) => {
    expect(() => checkPrefix(prefix)).not.toThrow();
  });

  it.each(['main', '/', 'main//', '../', 'main/../', 'main/a', 'Main/', 'main/a.b/', '.partial/', 'main/\u0000/'])(
    'refuses %j',
    async (prefix) => {
      expect(() => checkPrefix(prefix)).toThrow(INVALID);
      expect(await codeOf(openAt({ kind: 'folder', folder: '/nowhere' }).list(prefix))).toBe('invalid_key');
    },
  );
});
