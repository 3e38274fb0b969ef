import type { Appointment } from './appointment.js';
import type { DataOf } from './simulated-event.js';

/** What the scheduling system says of an appointment in each of its events. */
export function appointmentFacts(appointment: Appointment): DataOf<'appointment.scheduled'> {
  const { id, callId, type, price, startsAt, contact } = appointment;
  return {
    appointment_id: id,
    call_id: callId,
    type,
    starts_at: new Date(startsAt).toISOString(),
    price: `${price}.00`,
    currency: 'EUR',
    ...(contact === undefined ? {} : { caller: contact }),
  };
}
