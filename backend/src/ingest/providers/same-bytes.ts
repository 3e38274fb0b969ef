import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** Constant-time comparison; over digests, so that not even the length of the expected value shows in the time. */
export function sameBytes(a: Buffer | string, b: Buffer | string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}
