import type { EventType } from '@callsight/contract/events/types';
import type { Event } from '../../storage/ledger/event.js';
import { amountToText } from '../../lib/money/amount.js';
import type { AppointmentRow } from './appointment.js';
import type { PaymentRow } from './payment.js';
import { known, ROW_SOURCE } from './row-facts.js';

type Data = Readonly<Record<string, unknown>>;

type Told = readonly [type: EventType, at: number, data: Data];

const eventsOf = (id: string, told: readonly Told[]): Event[] =>
  told.map(([type, at, data], index) => ({
    id: `${id}/${String(index).padStart(4, '0')}`,
    source: ROW_SOURCE,
    type,
    subject: undefined,
    at,
    data,
  }));

/** The person of a row, by identity; the masked text belongs to the number, or else to the address. */
function partyOf({ caller, email, caller_masked: masked }: AppointmentRow | PaymentRow): Data | undefined {
  if (caller === null && email === null) return undefined;
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
    call_id: row.told_call_id,
    starts_at: microsToText(row.starts_at),
    type: row.type,
    price: price === null ? null : amountToText(price),
    currency: row.currency,
    caller: partyOf(row),
  });
  const moves = Array.from({ length: reschedules }, (): Told => ['appointment.rescheduled', created_at, data]);
  // Its state was heard of last.
  const last: Told = [status === 'scheduled' ? 'appointment.scheduled' : ENDS[status], status_at, data];
  return eventsOf(id, [['appointment.scheduled', created_at, data], ...moves, last]);
}

/** Events that fold into a given payment: the inverse of `foldPayment`. */
export function unfoldPayment(row: PaymentRow): Event[] {
  const { payment_id: id, happened_at, last_event_at, amount, refunded } = row;
  const base = known({
    payment_id: id,
    call_id: row.told_call_id,
    appointment_id: row.told_appointment_id,
    reference: row.told_reference,
    currency: row.currency,
    caller: partyOf(row),
  });
  const told: Told[] = [];
  const tell = (type: EventType, at: number, value: bigint): void => {
    told.push([type, at, { ...base, amount: amountToText(value) }]);
  };
  if (amount !== null) tell('payment.succeeded', happened_at, amount);
  if (refunded > 0n) tell('payment.refunded', happened_at, refunded);
  if (told.length === 0) tell('payment.failed', happened_at, 0n);
  // Says nothing but that something was heard of it.
  tell(row.status === 'failed' ? 'payment.failed' : 'payment.refunded', last_event_at, 0n);
  return eventsOf(id, told);
}
