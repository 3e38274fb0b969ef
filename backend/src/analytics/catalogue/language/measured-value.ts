import type { Aggregate } from './aggregate.js';
import { amountToNumber, AMOUNT_SCALE } from '../../../lib/money/amount.js';

/** A value of the database as a number of the answer. Exact integers stay exact for as long as they can. */
export function toMeasured(
  value: unknown,
  { divisor, isMoney, empty }: Pick<Aggregate, 'divisor' | 'isMoney' | 'empty'>,
): number | null {
  if (value === null || value === undefined) return empty;
  if (isMoney) return typeof value === 'bigint' ? amountToNumber(value) : Number(value) / 10 ** AMOUNT_SCALE;
  return Number(value) / divisor;
}
