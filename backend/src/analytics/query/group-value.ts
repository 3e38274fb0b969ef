import type { FrameValue } from '@callsight/contract/query/answer';

/** A group's value as it stands in a frame. */
export function toGroupValue(value: unknown): FrameValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  throw new TypeError('a group is text, a number or a truth value');
}
