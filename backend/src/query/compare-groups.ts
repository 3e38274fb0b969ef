import type { FrameValue } from '@callsight/contract/query/answer';

/** What is not known comes last. */
export function compareValues(a: FrameValue, b: FrameValue): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

/** Groups are in the order of their first values, then of their second ones … */
export function compareGroups(a: readonly FrameValue[], b: readonly FrameValue[]): number {
  for (let index = 0; index < a.length; index += 1) {
    const order = compareValues(a[index] ?? null, b[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}
