import type { Appointment } from './appointment.js';
import { changeAppointment, settleAppointment } from './appointment-fate.js';
import { appointmentFacts } from './appointment-facts.js';
import type { CallLog } from './call-log.js';
import type { CallPlan } from './call-plan.js';
import { contactOf } from './contact.js';
import type { Conversation } from './conversation.js';
import type { FollowUp } from './follow-up.js';
import { writeInvoicePayment, writePrepayment } from './payments.js';
import type { Random } from './random.js';
import { openingAfter } from './opening.js';
import type { Surroundings } from './surroundings.js';

/** What the agent tells on the way to a booking; that there is one, the scheduling system says. */
const STEPS = ['intent.booking', 'slot.offered', 'slot.selected'] as const;
/** Where in the conversation each step falls, and the booking after them. */
const PLACES = [0.15, 0.38, 0.62, 0.86];
/** Bookings that the agent claims and the scheduling system never saw. */
const PHANTOMS = 0.03;
/** Appointments that their caller changes by phone. */
const CHANGED_BY_PHONE = 0.09;
const PREPAID = 0.2;
interface Treatment {
  readonly weight: number;
  readonly type: string;
  readonly price: number;
}
const TREATMENTS: readonly [Treatment, ...Treatment[]] = [
  { weight: 40, type: 'check-up', price: 95 },
  { weight: 30, type: 'consultation', price: 60 },
  { weight: 20, type: 'treatment', price: 180 },
  { weight: 10, type: 'follow-up', price: 45 },
];

const writeSteps = (random: Random, conversation: Conversation, count: number, log: CallLog): void => {
  const { answeredAt, endedAt } = conversation;
  for (let reached = 0; reached < count; reached += 1) {
    const place = (PLACES[reached] ?? 1) + random.between(-0.06, 0.06);
    const step = STEPS[reached];
    if (step !== undefined) log.detail('funnel.step', answeredAt + (endedAt - answeredAt) * place, { step });
  }
};

const book = (random: Random, plan: CallPlan, at: number, surroundings: Surroundings): Appointment => {
  const { type, price } = random.weighted(TREATMENTS);
  return {
    id: `${plan.id}.appointment`,
    callId: plan.id,
    ...(plan.caller === undefined ? {} : { contact: contactOf(plan.caller, plan.channel) }),
    type,
    price,
    startsAt: openingAfter(random, at, surroundings),
    prepaid: random.chance(PREPAID),
  };
};

/** A change by phone comes while there is still an appointment to change. */
const changeByPhone = (random: Random, plan: CallPlan, appointment: Appointment, bookedAt: number): FollowUp => ({
  why: 'change',
  at: Math.floor(random.between(bookedAt + 600_000, Math.max(bookedAt + 700_000, appointment.startsAt - 3_600_000))),
  intent: random.chance(0.5) ? 'reschedule' : 'cancel',
  earlier: plan,
  appointment,
});

const writeNewBooking = (
  random: Random,
  plan: CallPlan,
  conversation: Conversation,
  surroundings: Surroundings,
  log: CallLog,
): FollowUp[] => {
  const bookedAt = conversation.endedAt - 1_000;
  const appointment = book(random, plan, bookedAt, surroundings);
  log.detail('appointment.scheduled', bookedAt + random.between(0, 4_000), appointmentFacts(appointment));
  if (appointment.prepaid) writePrepayment(random, appointment, bookedAt, log);
  if (plan.caller !== undefined && random.chance(CHANGED_BY_PHONE)) {
    return [changeByPhone(random, plan, appointment, bookedAt)];
  }
  settleAppointment(random, appointment, bookedAt, log);
  return [];
};

/**
 * Writes the booking steps of a conversation and what its booking leads to: the appointment, its changes, its payments.
 * @returns calls that will change the appointment
 */
export function writeBooking(
  random: Random,
  plan: CallPlan,
  conversation: Conversation,
  surroundings: Surroundings,
  log: CallLog,
): FollowUp[] {
  const { outcome, steps, endedAt, resolved } = conversation;
  const phantom = outcome === 'booked' && random.chance(PHANTOMS);
  writeSteps(random, conversation, phantom ? steps - 1 : steps, log);
  if (outcome === 'booked' && !phantom) return writeNewBooking(random, plan, conversation, surroundings, log);
  if (plan.appointment !== undefined) {
    changeAppointment(random, plan.appointment, { outcome, at: endedAt }, surroundings, log);
  }
  if (plan.intent === 'payment' && resolved) writeInvoicePayment(random, plan, endedAt, log);
  return [];
}
