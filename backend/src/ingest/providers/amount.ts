import { Decimal } from './decimal.js';
import type { PayloadField } from './payload-field.js';

/** The amount that stands in a field, as a number or a numeric text. */
export function amount(field: PayloadField): Decimal | undefined {
  if (field.absent || field.value === '') return undefined;
  const { value } = field;
  const decimal = typeof value === 'number' || typeof value === 'string' ? Decimal.of(value) : undefined;
  if (decimal === undefined) field.odd('an amount');
  return decimal;
}
