import type { RowOf } from '../../storage/tables/column.js';
import type { PAYMENT } from '../../storage/tables/columns.js';
import { compareEvents, ofType, type Event, type EventOf, type PaymentEventType } from '../../storage/ledger/event.js';
import { parseAmount } from '../../lib/money/amount.js';
import { anchorOf } from './anchor.js';
import { firstOf, partyOf, reportedCall } from './appointment.js';
import { byStatement } from './statements.js';

/** A row, and where it stands in the record unless it stands somewhere already; epoch microseconds. */
export type PaymentRow = RowOf<typeof PAYMENT> & { readonly anchor: number };

type PaymentEvent = EventOf<PaymentEventType>;

const exact = ({ data }: PaymentEvent): bigint => parseAmount(data.amount) ?? 0n;

const currencyOf = ({ data }: PaymentEvent): string | null => data.currency ?? null;

/** Money of another currency than the payment's is another payment's. */
const sumOf = (events: readonly PaymentEvent[], currency: string | null): bigint =>
  events
    .filter(({ data }) => currency === null || data.currency === currency)
    .reduce((sum, event) => sum + exact(event), 0n);

/** A refund that failed is taken back by a negative one; reported alone, that one takes nothing from the amount. */
const refundedOf = (refunds: readonly PaymentEvent[], currency: string | null): bigint => {
  const sum = sumOf(refunds, currency);
  return sum < 0n ? 0n : sum;
};

function statusOf(succeeded: PaymentEvent | undefined, refunded: bigint): PaymentRow['status'] {
  if (succeeded !== undefined && refunded < exact(succeeded)) return 'succeeded';
  return refunded > 0n ? 'refunded' : 'failed';
}

/**
 * Folds the set of a payment's events into its row. The same payment is often reported several times, by the session, the
 * invoice and the payment itself: it came once, at its first report, with the amount that the same source reported last.
 * Refunds are added up.
 */
export function foldPayment(tenant: string, unordered: readonly Event[]): PaymentRow | undefined {
  const events = ofType(unordered.toSorted(compareEvents), 'payment.succeeded', 'payment.failed', 'payment.refunded');
  const first = events[0];
  if (first === undefined) return undefined;
  const came = events.find(({ type }) => type === 'payment.succeeded');
  const statements = byStatement(events);
  const succeeded = statements.find(({ type }) => type === 'payment.succeeded');
  const failed = events.find(({ type }) => type === 'payment.failed');
  const refunds = events.filter(({ type }) => type === 'payment.refunded');
  const currency = currencyOf(succeeded ?? refunds[0] ?? first);
  const refunded = refundedOf(refunds, currency);
  const id = first.data.payment_id;
  return {
    tenant,
    payment_id: id,
    happened_at: (came ?? failed ?? first).at,
    status: statusOf(succeeded, refunded),
    amount: succeeded === undefined ? null : exact(succeeded),
    refunded,
    currency,
    ...partyOf(statements),
    reported_call_id: reportedCall(statements),
    reported_appointment_id: firstOf(statements, (data) => data.appointment_id),
    reported_reference: firstOf(statements, (data) => data.reference),
    last_event_at: events.at(-1)?.at ?? first.at,
    anchor: anchorOf(id, unordered[0]?.at ?? first.at),
  };
}
