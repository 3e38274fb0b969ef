import fc from 'fast-check';
import { askedFor, isKnown } from '../../../src/recordings/playback/byte-ranges.js';
import { bytesOf } from '../../../src/storage/blobs/byte-range.js';

const ETAG = '"a1"';
const SIZE = 1_000;

/** First and last byte that are sent, `whole`, or `none`. */
function sent(range: string | undefined, more: { ifRange?: string; size?: number } = {}): string {
  const { ifRange, size = SIZE } = more;
  const asked = askedFor({ range, ifRange, etag: ETAG, size });
  if (asked.kind !== 'part') return asked.kind;
  const { from, to } = bytesOf(asked.range, size);
  return `${from}-${to - 1}`;
}

describe('a range', () => {
  it.each([
    ['the probe of Safari', 'bytes=0-1', '0-1'],
    ['from the begin', 'bytes=0-', '0-999'],
    ['from the middle', 'bytes=500-', '500-999'],
    ['the last byte', 'bytes=999-', '999-999'],
    ['a part', 'bytes=100-199', '100-199'],
    ['beyond the end', 'bytes=900-5000', '900-999'],
    ['the last bytes', 'bytes=-10', '990-999'],
    ['more last bytes than there are', 'bytes=-5000', '0-999'],
    ['in other letters, with blanks', 'Bytes = 5-6 ', '5-6'],
    ['behind the end', 'bytes=1000-', 'none'],
    ['no last bytes', 'bytes=-0', 'none'],
    ['several', 'bytes=0-1,5-6', 'whole'],
    ['backwards', 'bytes=10-5', 'whole'],
    ['of another unit', 'seconds=0-1', 'whole'],
    ['of nothing', 'bytes=-', 'whole'],
    ['of no numbers', 'bytes=a-b', 'whole'],
    ['with numbers that are too large to be exact', 'bytes=99999999999999999999-', 'whole'],
    ['that is absent', undefined, 'whole'],
  ])('%s', (_, range, expected) => {
    expect(sent(range)).toBe(expected);
  });

  it('counts only for the content that If-Range names', () => {
    expect(sent('bytes=0-1', { ifRange: ETAG })).toBe('0-1');
    expect(sent('bytes=0-1', { ifRange: '"other"' })).toBe('whole');
    expect(sent('bytes=0-1', { ifRange: 'W/"a1"' })).toBe('whole');
    expect(sent('bytes=5000-', { ifRange: '"other"' })).toBe('whole');
    expect(sent('bytes=0-1', { ifRange: 'Fri, 27 Nov 2026 20:08:02 GMT' })).toBe('whole');
  });

  it('of an empty recording is none', () => {
    expect(sent('bytes=0-', { size: 0 })).toBe('none');
    expect(sent('bytes=-5', { size: 0 })).toBe('none');
  });

  it('picks the bytes that a slice of the content has', () => {
    const content = Buffer.from(Array.from({ length: 50 }, (_, index) => index));
    fc.assert(
      fc.property(fc.nat(80), fc.nat(80), (first, last) => {
        const expected = first > last ? 'whole' : first >= 50 ? 'none' : content.subarray(first, last + 1);
        const got = sent(`bytes=${first}-${last}`, { size: 50 });
        if (typeof expected === 'string') expect(got).toBe(expected);
        else expect(got).toBe(`${expected[0]}-${expected.at(-1)}`);
      }),
    );
  });
});

test('If-None-Match knows the tag, also a weak one, one of several, and any', () => {
  for (const known of [ETAG, 'W/"a1"', '"b", "a1"', '*']) expect(isKnown(known, ETAG)).toBe(true);
  for (const unknown of [undefined, '"b"', 'a1', '']) expect(isKnown(unknown, ETAG)).toBe(false);
});
