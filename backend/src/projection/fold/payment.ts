import type { Payment } from '@callsight/contract/events/business';
import { compareEvents, type Event } from '../../storage/ledger/event.js';
import { parseAmount } from '../../lib/money/amount.js';
import { anchorOf } from './anchor.js';
import { firstOf, partyOf, toldCall } from './appointment.js';
import { byStatement } from './statements.js';

/** Times are epoch microseconds, money billionths of the major unit; null is "not known" or "did not happen". */
export interface PaymentRow {
  readonly tenant: string;
  readonly payment_id: string;
  /** When the money came; of one that failed, when it failed first. */
  readonly happened_at: number;
  readonly status: 'succeeded' | 'refunded' | 'failed';
  /** What came; null as long as nothing did. */
  readonly amount: bigint | null;
  /** What went back, of all refunds. */
  readonly refunded: bigint;
  readonly currency: string | null;
  readonly caller: string | null;
  readonly email: string | null;
  readonly caller_masked: string | null;
  readonly told_call_id: string | null;
  readonly told_appointment_id: string | null;
  /** The sender's own reference, which may be the id of either. */
  readonly told_reference: string | null;
  readonly last_event_at: number;
  /** Where it stands in the record, unless it stands somewhere already; epoch microseconds. */
  readonly anchor: number;
}

const exact = ({ data }: Event): bigint => parseAmount((data as Payment).amount) ?? 0n;

/** Money of another currency than the payment's is another payment's. */
const sumOf = (events: readonly Event[], currency: string | null): bigint =>
  events
    .filter(({ data }) => currency === null || (data as Payment).currency === currency)
    .reduce((sum, event) => sum + exact(event), 0n);

/** A refund that failed is taken back by a negative one; told alone that one takes nothing from what came. */
const refundedOf = (refunds: readonly Event[], currency: string | null): bigint => {
  const sum = sumOf(refunds, currency);
  return sum < 0n ? 0n : sum;
};

function statusOf(succeeded: Event | undefined, refunded: bigint): PaymentRow['status'] {
  if (succeeded !== undefined && refunded < exact(succeeded)) return 'succeeded';
  return refunded > 0n ? 'refunded' : 'failed';
}

/**
 * Folds the set of a payment's events into its row. The same payment is often told several times, by the session, the
 * invoice and the payment itself: it came once, when it was told first, with the amount that the same teller told last.
 * Refunds are added up.
 */
export function foldPayment(tenant: string, unordered: readonly Event[]): PaymentRow | undefined {
  const events = unordered.filter(({ type }) => type.startsWith('payment.')).toSorted(compareEvents);
  const first = events[0];
  if (first === undefined) return undefined;
  const ofType = (type: string): Event[] => events.filter((event) => event.type === type);
  const [came] = ofType('payment.succeeded');
  const statements = byStatement(events);
  const succeeded = statements.find(({ type }) => type === 'payment.succeeded');
  const [failed] = ofType('payment.failed');
  const refunds = ofType('payment.refunded');
  const money = succeeded ?? refunds[0] ?? first;
  const { currency } = money.data as Payment;
  const refunded = refundedOf(refunds, currency);
  const id = String(first.data['payment_id']);
  return {
    tenant,
    payment_id: id,
    happened_at: (came ?? failed ?? first).at,
    status: statusOf(succeeded, refunded),
    amount: succeeded === undefined ? null : exact(succeeded),
    refunded,
    currency,
    ...partyOf(statements),
    told_call_id: toldCall(statements),
    told_appointment_id: firstOf(statements, (data) => (data as Payment).appointment_id),
    told_reference: firstOf(statements, (data) => (data as Payment).reference),
    last_event_at: events.at(-1)?.at ?? first.at,
    anchor: anchorOf(id, unordered[0]?.at ?? first.at),
  };
}
