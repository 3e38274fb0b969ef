import type { ByteRange } from '../../storage/blobs/byte-range.js';

/** What of a recording a request asks for. */
export type Asked =
  { readonly kind: 'whole' } | { readonly kind: 'part'; readonly range: ByteRange } | { readonly kind: 'none' };

const WHOLE: Asked = { kind: 'whole' };

/** One range, as RFC 9110 has it: `0-499`, `500-`, `-500`. */
const RANGE = /^bytes[ \t]*=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i;

interface Conditions {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  /** Entity tag, with its quotes. */
  readonly etag: string;
  /** Bytes of the whole. */
  readonly size: number;
}

/**
 * What a request with a `Range` gets: one range is answered with 206, several with the whole, and so is what cannot be
 * understood; a range behind the end with 416. With `If-Range` it is a part only of the very content that it names.
 */
export function askedFor({ range, ifRange, etag, size }: Conditions): Asked {
  const isMeant = ifRange === undefined || ifRange === etag;
  const [, first = '', last = ''] = (isMeant ? RANGE.exec(range ?? '') : null) ?? [];
  if (first === '') return last === '' ? WHOLE : suffix(Number(last), size);
  return between(Number(first), last === '' ? undefined : Number(last), size);
}

function between(first: number, last: number | undefined, size: number): Asked {
  if (last !== undefined && last < first) return WHOLE;
  if (first >= size) return { kind: 'none' };
  return { kind: 'part', range: { first, ...(last !== undefined && { last }) } };
}

const suffix = (bytes: number, size: number): Asked =>
  bytes === 0 || size === 0 ? { kind: 'none' } : { kind: 'part', range: { suffix: bytes } };

/** Whether a client has the content already, by its `If-None-Match`. */
export const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));
