import type { FrameValue } from '@callsight/contract/query/answer';
import type { Aggregate } from '../catalogue/aggregate.js';
import { amountToNumber, AMOUNT_SCALE } from '../../lib/money/amount.js';

/** A value of the database as a number of the answer. Exact integers stay exact for as long as they can. */
export function toMeasured(
  value: unknown,
  { divisor, isMoney, empty }: Pick<Aggregate, 'divisor' | 'isMoney' | 'empty'>,
): number | null {
  if (value === null || value === undefined) return empty;
  if (isMoney) return typeof value === 'bigint' ? amountToNumber(value) : Number(value) / 10 ** AMOUNT_SCALE;
  return Number(value) / divisor;
}

/** A group's value as it stands in a frame. */
export function toGroupValue(value: unknown): FrameValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  throw new TypeError('a group is text, a number or a truth value');
}
