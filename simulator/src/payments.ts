import type { Appointment } from './appointment.js';
import type { CallLog } from './call-log.js';
import type { CallPlan } from './call-plan.js';
import { contactOf } from './contact.js';
import type { Random } from './random.js';
import type { DataOf } from './simulated-event.js';

const DAY = 86_400_000;
const PAID_AT_VISIT = 0.72;
const REFUNDED = 0.03;
const PAID_BY_PHONE = 0.45;
const DECLINED = 0.07;

const paymentFor = (appointment: Appointment): DataOf<'payment.succeeded'> => ({
  payment_id: `${appointment.id}.payment`,
  amount: `${appointment.price}.00`,
  currency: 'EUR',
  call_id: appointment.callId,
  appointment_id: appointment.id,
  ...(appointment.contact === undefined ? {} : { caller: appointment.contact }),
});

/** The whole price, when the appointment is made. */
export function writePrepayment(random: Random, appointment: Appointment, bookedAt: number, log: CallLog): void {
  const at = bookedAt + 5_000 + random.exponential(30_000);
  log.about(appointment.callId, 'payment.succeeded', at, paymentFor(appointment));
}

export function writeRefund(random: Random, appointment: Appointment, after: number, log: CallLog): void {
  const at = after + random.between(60_000, 2 * DAY);
  log.about(appointment.callId, 'payment.refunded', at, paymentFor(appointment));
}

/** Paid at the desk, unless it was before or goes through an insurance; a few want their money back. */
export function writeVisitPayment(random: Random, appointment: Appointment, visitedAt: number, log: CallLog): void {
  if (appointment.prepaid || !random.chance(PAID_AT_VISIT)) return;
  const at = visitedAt + random.between(60_000, 900_000);
  log.about(appointment.callId, 'payment.succeeded', at, paymentFor(appointment));
  if (random.chance(REFUNDED)) writeRefund(random, appointment, at, log);
}

/** An open invoice that the caller pays during the call, by card. */
export function writeInvoicePayment(random: Random, plan: CallPlan, endedAt: number, log: CallLog): void {
  if (!random.chance(PAID_BY_PHONE)) return;
  const type = random.chance(DECLINED) ? 'payment.failed' : 'payment.succeeded';
  log.detail(type, endedAt - random.between(1_000, 5_000), {
    payment_id: `${plan.id}.payment`,
    amount: (Math.round(100 * random.logNormal(85, 0.5)) / 100).toFixed(2),
    currency: 'EUR',
    call_id: plan.id,
    ...(plan.caller === undefined ? {} : { caller: contactOf(plan.caller, plan.channel) }),
  });
}
