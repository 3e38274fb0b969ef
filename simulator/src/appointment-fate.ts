import type { Outcome } from '@callsight/contract/events/outcome';
import type { Appointment } from './appointment.js';
import { appointmentFacts } from './appointment-facts.js';
import type { CallLog } from './call-log.js';
import { openingAfter } from './opening.js';
import { writeRefund, writeVisitPayment } from './payments.js';
import type { Random } from './random.js';
import type { Surroundings } from './surroundings.js';

const CANCELED_ONLINE = 0.08;
const MOVED_ONLINE = 0.04;
const NO_SHOWS = 0.09;
const HALF_HOUR = 1_800_000;

/** How a call about an appointment ended, and when. */
interface ChangeCall {
  readonly outcome: Outcome;
  readonly at: number;
}

const cancel = (random: Random, appointment: Appointment, at: number, log: CallLog): void => {
  log.about(appointment.callId, 'appointment.canceled', at, appointmentFacts(appointment));
  if (appointment.prepaid) writeRefund(random, appointment, at, log);
};

const visit = (random: Random, appointment: Appointment, log: CallLog): void => {
  const at = appointment.startsAt + HALF_HOUR + random.between(0, HALF_HOUR);
  if (random.chance(NO_SHOWS)) {
    log.about(appointment.callId, 'appointment.no_show', at, appointmentFacts(appointment));
    return;
  }
  log.about(appointment.callId, 'appointment.completed', at, appointmentFacts(appointment));
  writeVisitPayment(random, appointment, at, log);
};

/**
 * Writes what becomes of an appointment that nobody calls about: kept, missed, moved or canceled online.
 * @param from epoch milliseconds, two minutes or more before it starts
 */
export function settleAppointment(random: Random, appointment: Appointment, from: number, log: CallLog): void {
  const change = random.next();
  const at = from + 60_000 + (appointment.startsAt - from - 120_000) * random.next();
  if (change < CANCELED_ONLINE) {
    cancel(random, appointment, at, log);
  } else if (change < CANCELED_ONLINE + MOVED_ONLINE) {
    const moved = { ...appointment, startsAt: appointment.startsAt + 7 * 48 * HALF_HOUR };
    log.about(appointment.callId, 'appointment.rescheduled', at, appointmentFacts(moved));
    visit(random, moved, log);
  } else {
    visit(random, appointment, log);
  }
}

/** Writes what an answered call about an appointment made of it. */
export function changeAppointment(
  random: Random,
  appointment: Appointment,
  call: ChangeCall,
  surroundings: Surroundings,
  log: CallLog,
): void {
  if (call.outcome === 'canceled') {
    cancel(random, appointment, call.at, log);
    return;
  }
  if (call.outcome !== 'rescheduled') {
    if (appointment.startsAt > call.at) visit(random, appointment, log);
    return;
  }
  const moved = {
    ...appointment,
    startsAt: openingAfter(random, Math.max(call.at, appointment.startsAt), surroundings),
  };
  log.about(appointment.callId, 'appointment.rescheduled', call.at, appointmentFacts(moved));
  visit(random, moved, log);
}
