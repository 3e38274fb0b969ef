import type { Party } from '../../storage/ledger/caller-identity.js';
import type { Event, PaymentEventType } from '../../storage/ledger/event.js';
import { amountToText } from '../../lib/money/amount.js';
import type { AppointmentRow } from './appointment.js';
import type { PaymentRow } from './payment.js';
import { eventsOf, known, statement, type Statement } from './row-facts.js';

/** The person of a row, by identity; the masked text belongs to the number, or else to the address. */
function partyOf({ caller, email, caller_masked }: AppointmentRow | PaymentRow): Party | null {
  if (caller === null && email === null) return null;
  const masked = caller_masked ?? '';
  return known({
    phone: caller === null ? null : { caller, masked },
    email: email === null ? null : { caller: email, masked: caller === null ? masked : '' },
  });
}

const ENDS = {
  canceled: 'appointment.canceled',
  completed: 'appointment.completed',
  no_show: 'appointment.no_show',
} as const;

const microsToText = (micros: number | null): string | null =>
  micros === null ? null : new Date(micros / 1_000).toISOString();

/** Events that fold into a given appointment: the inverse of `foldAppointment`. */
export function unfoldAppointment(row: AppointmentRow): Event[] {
  const { appointment_id: id, created_at, status, status_at, reschedules, price } = row;
  const data = known({
    appointment_id: id,
    call_id: row.reported_call_id,
    starts_at: microsToText(row.starts_at),
    type: row.type,
    price: price === null ? null : amountToText(price),
    currency: row.currency,
    caller: partyOf(row),
  });
  const moves = Array.from({ length: reschedules }, () => statement('appointment.rescheduled', created_at, data));
  // Its state was heard of last.
  const last = statement(status === 'scheduled' ? 'appointment.scheduled' : ENDS[status], status_at, data);
  return eventsOf(id, undefined, [statement('appointment.scheduled', created_at, data), ...moves, last]);
}

/** Events that fold into a given payment: the inverse of `foldPayment`. */
export function unfoldPayment(row: PaymentRow): Event[] {
  const { payment_id: id, happened_at, last_event_at, amount, refunded } = row;
  const base = known({
    payment_id: id,
    call_id: row.reported_call_id,
    appointment_id: row.reported_appointment_id,
    reference: row.reported_reference,
    currency: row.currency,
    caller: partyOf(row),
  });
  const statements: Statement[] = [];
  const add = (type: PaymentEventType, at: number, value: bigint): void => {
    statements.push(statement(type, at, { ...base, amount: amountToText(value) }));
  };
  if (amount !== null) add('payment.succeeded', happened_at, amount);
  if (refunded > 0n) add('payment.refunded', happened_at, refunded);
  if (statements.length === 0) add('payment.failed', happened_at, 0n);
  // Says nothing but that something was heard of it.
  add(row.status === 'failed' ? 'payment.failed' : 'payment.refunded', last_event_at, 0n);
  return eventsOf(id, undefined, statements);
}
