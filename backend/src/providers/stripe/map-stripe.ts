import type { EventType } from '@callsight/contract/events/types';
import { label } from '../label.js';
import { PayloadField } from '../payload-field.js';
import type { MappedEvent } from '../port.js';
import { present } from '../present.js';
import { paymentId } from './payment-id.js';
import { paymentLinks } from './payment-links.js';
import { refundedUnits } from './refunded-units.js';
import { stripeMoney } from './stripe-amount.js';

/** What a type of event tells, and where the object has the amount. */
interface Reading {
  readonly type: EventType;
  readonly units: (object: PayloadField, previous: PayloadField) => PayloadField;
  /** Whether the object says that it happened at all. */
  readonly applies?: (object: PayloadField) => boolean;
  /** Where the object has a time of its own, epoch seconds. */
  readonly time?: (object: PayloadField) => PayloadField;
}

const field =
  (name: string) =>
  (object: PayloadField): PayloadField =>
    object.at(name);

/** A session that begins a subscription names an invoice instead of a payment, and that one's event tells the money. */
const isOwn = (session: PayloadField): boolean => session.at('invoice').absent || !session.at('payment_intent').absent;

const isPaid = (session: PayloadField): boolean => session.at('payment_status').text() === 'paid' && isOwn(session);

const READINGS: Readonly<Record<string, Reading>> = {
  // A session is complete before the money of a slow payment method is there.
  'checkout.session.completed': { type: 'payment.succeeded', units: field('amount_total'), applies: isPaid },
  'checkout.session.async_payment_succeeded': {
    type: 'payment.succeeded',
    units: field('amount_total'),
    applies: isOwn,
  },
  'checkout.session.async_payment_failed': { type: 'payment.failed', units: field('amount_total'), applies: isOwn },
  'payment_intent.succeeded': { type: 'payment.succeeded', units: field('amount_received') },
  'payment_intent.payment_failed': { type: 'payment.failed', units: field('amount') },
  'invoice.paid': {
    type: 'payment.succeeded',
    units: field('amount_paid'),
    time: (object) => object.at('status_transitions', 'paid_at'),
  },
  'invoice.payment_failed': { type: 'payment.failed', units: field('amount_due') },
  'charge.refunded': { type: 'payment.refunded', units: refundedUnits },
};

const toMs = (seconds: PayloadField): number | undefined => {
  const value = seconds.number();
  return value === undefined ? undefined : new PayloadField(value * 1_000, seconds.path).time();
};

/**
 * The facts in an event of Stripe; none for types that tell of no money. The event's own id is the de-duplication key;
 * the type is added to it, since the samples that Stripe shows share one id.
 */
export function mapStripe(payload: unknown, receivedAt: number): MappedEvent[] {
  const event = new PayloadField(payload);
  const kind = event.at('type');
  const name = kind.text() ?? kind.refuse('the type of the event');
  const reading = Object.hasOwn(READINGS, name) ? READINGS[name] : undefined;
  if (reading === undefined) return [];
  const object = event.at('data', 'object');
  if (reading.applies?.(object) === false) return [];
  const units = reading.units(object, event.at('data', 'previous_attributes'));
  const money = stripeMoney(units, object.at('currency'));
  if (money === undefined) return [];
  const id = label(event.at('id').text(), 200) ?? event.at('id').refuse('the id of the event');
  const own = reading.time === undefined ? undefined : toMs(reading.time(object));
  const at = own ?? toMs(event.at('created')) ?? receivedAt;
  return [
    {
      id: `${id}/${name}`,
      type: reading.type,
      time: new Date(at).toISOString(),
      data: present({ payment_id: paymentId(object), ...money, ...paymentLinks(object) }),
    },
  ];
}
