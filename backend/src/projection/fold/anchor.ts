import type { Micros } from '../../lib/time/units.js';

/** Anchors of one millisecond: as many as there are microseconds in it. */
const SLOTS = 1_000;

/** FNV-1a, 32 bits: spreads ids evenly, and gives the same number on every machine and version. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * The time under which a row stands in the record for good: the millisecond of its first accepted event, and below that a
 * number from its id. What happens later, an earlier event that comes late included, never moves it.
 * @param at epoch microseconds
 * @returns epoch microseconds; where two rows of a tenant meet, the store moves the later one on
 */
export const anchorOf = (id: string, at: Micros): Micros => Math.floor(at / SLOTS) * SLOTS + (hashOf(id) % SLOTS);
