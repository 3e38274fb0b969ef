import type { PayloadField } from '../payload/payload-field.js';

/**
 * What one refund gave back. A charge counts all its refunds in `amount_refunded`, so that the second of two events would
 * count the first again; what it was before stands in the event's previous attributes.
 */
export function refundedUnits(charge: PayloadField, previous: PayloadField): PayloadField {
  const total = charge.at('amount_refunded');
  const before = previous.at('amount_refunded').decisive().number() ?? 0;
  const units = total.number();
  return units === undefined ? total : total.with(units - before);
}
