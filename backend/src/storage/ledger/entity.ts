import { isAppointmentEvent, isPaymentEvent, type Event } from './event.js';

const CALL = 'call/';

/**
 * What an event is about, and what it is folded with: the appointment or payment, else the call it names. An appointment
 * outlives the call that made it and is reported by others, so that the call is a link of it and not its entity. A touch, a
 * check, an error or a sample stands for itself: it is one row, and its caller or component would gather events without end.
 */
export function entityOf(event: Event): string {
  if (isAppointmentEvent(event)) return `appointment/${event.data.appointment_id}`;
  if (isPaymentEvent(event)) return `payment/${event.data.payment_id}`;
  if (event.type === 'touch.recorded') return `touch/${event.source}\u0001${event.id}`;
  return event.subject === undefined ? `sample/${event.source}\u0001${event.id}` : CALL + event.subject;
}

export const callEntity = (callId: string): string => CALL + callId;

export const callIdOf = (entity: string): string | undefined =>
  entity.startsWith(CALL) ? entity.slice(CALL.length) : undefined;

/** The calls among entities. */
const callsAmong = (
  entities: readonly { readonly tenant: string; readonly entity: string }[],
): { tenant: string; call_id: string }[] =>
  entities.flatMap(({ tenant, entity }) => {
    const id = callIdOf(entity);
    return id === undefined ? [] : [{ tenant, call_id: id }];
  });

const BUSINESS = [
  ['appointment/', 'appointments'],
  ['payment/', 'payments'],
] as const;

/** The appointments and payments among entities, by the tables that their rows are in. */
export const businessAmong = (
  entities: readonly { readonly tenant: string; readonly entity: string }[],
): { tenant: string; table: 'appointments' | 'payments'; id: string }[] =>
  entities.flatMap(({ tenant, entity }) => {
    const kind = BUSINESS.find(([prefix]) => entity.startsWith(prefix));
    return kind === undefined ? [] : [{ tenant, table: kind[1], id: entity.slice(kind[0].length) }];
  });

/** The rows of entities, by the kind of table. */
export const rowsAmong = (entities: readonly { readonly tenant: string; readonly entity: string }[]) => ({
  calls: callsAmong(entities),
  business: businessAmong(entities),
});
