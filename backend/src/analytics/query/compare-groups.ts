import type { FrameValue } from '@callsight/contract/query/answer';

/** The number that a text begins with, such as that of `20-30 s`. */
const leading = (value: FrameValue): number =>
  typeof value === 'string' ? Number(/^\d{1,15}/.exec(value)?.[0] ?? NaN) : NaN;

/** Bands that begin with a number are in the order of their numbers. What is not known comes last. */
export function compareValues(a: FrameValue, b: FrameValue): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return leading(a) - leading(b) || (a < b ? -1 : 1);
}

/** Groups are in the order of their first values, then of their second ones … */
export function compareGroups(a: readonly FrameValue[], b: readonly FrameValue[]): number {
  for (let index = 0; index < a.length; index += 1) {
    const order = compareValues(a[index] ?? null, b[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}
