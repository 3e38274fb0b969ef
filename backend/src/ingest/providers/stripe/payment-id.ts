import { label } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';

/** An id, or the object that it names where Stripe was asked to expand it. */
const idOf = (field: PayloadField): string | undefined => {
  // Under another id the same payment would count twice.
  const decisive = field.decisive();
  if (typeof field.value !== 'object' || field.value === null) return label(decisive.text());
  return label(decisive.at('id').text()) ?? decisive.at('id').refuse('an id');
};

/** Invoices of newer API versions list their payments instead of naming one. */
const listed = (object: PayloadField): string | undefined => {
  const [first] = object.at('payments', 'data').items();
  return first === undefined ? undefined : idOf(first.at('payment', 'payment_intent'));
};

/**
 * The id by which all events about one payment are known: the payment intent, which session, invoice and charge name
 * alike, so that a payment that is reported four times counts once. Without one, the charge, then the object itself.
 */
export function paymentId(object: PayloadField): string {
  const own = object.at('id');
  if (object.at('object').text() === 'payment_intent') return idOf(own) ?? own.refuse('an id');
  const intent = idOf(object.at('payment_intent')) ?? listed(object);
  return intent ?? idOf(object.at('charge')) ?? idOf(own) ?? own.refuse('an id');
}
