import type { EventType } from '@callsight/contract/events/types';
import type { PayloadField } from '../payload/payload-field.js';

/**
 * What one refund gave back. A charge counts all its refunds in `amount_refunded`, so that the second of two events would
 * count the first again; what it was before stands in the event's previous attributes.
 */
function refundedUnits(charge: PayloadField, previous: PayloadField): PayloadField {
  const total = charge.at('amount_refunded');
  const before = previous.at('amount_refunded').decisive().number() ?? 0;
  const units = total.number();
  return units === undefined ? total : total.with(units - before);
}

/** What a type of event reports, and where the object has the amount. */
export interface Reading {
  readonly type: EventType;
  readonly units: (object: PayloadField, previous: PayloadField) => PayloadField;
  /** Whether the object says that it happened at all. */
  readonly applies?: (object: PayloadField) => boolean;
  /** Where the object has a time of its own, epoch seconds. */
  readonly time?: (object: PayloadField) => PayloadField;
  /** What becomes of the object once and for all, however many events report it. */
  readonly once?: string;
  /** The amount takes back what an earlier event had reported. */
  readonly isTakenBack?: boolean;
}

const field =
  (name: string) =>
  (object: PayloadField): PayloadField =>
    object.at(name);

const statusIs =
  (name: string, ...wanted: readonly string[]) =>
  (object: PayloadField): boolean =>
    wanted.includes(object.at(name).decisive().text() ?? '');

/** A session that begins a subscription names an invoice instead of a payment, and the event of that invoice reports the money. */
const isOwn = (session: PayloadField): boolean => session.at('invoice').absent || !session.at('payment_intent').absent;

const isPaid = (session: PayloadField): boolean => statusIs('payment_status', 'paid')(session) && isOwn(session);

/** A charge that only reserves money has not brought any. */
const isCaptured = (charge: PayloadField): boolean => charge.at('captured').decisive().boolean() !== false;

const capturedUnits = (charge: PayloadField): PayloadField => {
  const captured = charge.at('amount_captured');
  return captured.absent ? charge.at('amount') : captured;
};

const paidInvoice: Reading = {
  type: 'payment.succeeded',
  units: field('amount_paid'),
  time: (object) => object.at('status_transitions', 'paid_at'),
};

const charged: Reading = { type: 'payment.succeeded', units: capturedUnits, applies: isCaptured };

/** A refund that came back to the account: the charge had reported it as given back. */
const failedRefund: Reading = {
  type: 'payment.refunded',
  units: field('amount'),
  applies: statusIs('status', 'failed', 'canceled'),
  once: 'failed',
  isTakenBack: true,
};

const lostDispute: Reading = {
  type: 'payment.refunded',
  units: field('amount'),
  applies: statusIs('status', 'lost'),
  once: 'lost',
};

/** By type of event; the others report no money. */
export const READINGS: Readonly<Record<string, Reading>> = {
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
  'invoice.paid': paidInvoice,
  'invoice.payment_succeeded': paidInvoice,
  'invoice.payment_failed': { type: 'payment.failed', units: field('amount_due') },
  'charge.succeeded': charged,
  'charge.captured': charged,
  'charge.failed': { type: 'payment.failed', units: field('amount') },
  'charge.refunded': { type: 'payment.refunded', units: refundedUnits },
  'refund.failed': failedRefund,
  'refund.updated': failedRefund,
  'charge.refund.updated': failedRefund,
  'charge.dispute.closed': lostDispute,
  'charge.dispute.updated': lostDispute,
};
