import { BlobError } from './blob-error.js';

/** A part of a blob, as HTTP names it: positions count from 0 and are inclusive; without `last`, to the end. */
export type ByteRange = { readonly first: number; readonly last?: number } | { readonly suffix: number };

/** Half-open. */
export interface Bytes {
  readonly from: number;
  readonly to: number;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * Which bytes of a blob a range means. What reaches beyond the end is cut off.
 * @param size bytes of the whole blob
 * @throws BlobError `range_not_satisfiable` when none of the blob is in the range
 */
export function bytesOf(range: ByteRange | undefined, size: number): Bytes {
  if (range === undefined) return { from: 0, to: size };
  const bytes =
    'suffix' in range
      ? { from: Math.max(0, size - range.suffix), to: size }
      : { from: range.first, to: Math.min(size, (range.last ?? size) + 1) };
  const isValid = 'suffix' in range ? isCount(range.suffix) : isCount(range.first) && isCount(range.last ?? 0);
  if (!isValid || bytes.from >= bytes.to)
    throw new BlobError('range_not_satisfiable', `the blob has ${size} bytes, and none of them is in the range`, {
      size,
    });
  return bytes;
}
