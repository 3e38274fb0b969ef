import type { Appointment } from './appointment.js';
import type { CallPlan, Intent } from './call-plan.js';
import type { Random } from './random.js';
import type { SimulatedCall } from './simulate-call.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A call that is coming because of an earlier one. */
export interface FollowUp {
  /** The caller tries again, or changes the appointment that the earlier call made. */
  readonly why: 'again' | 'change';
  readonly at: number;
  readonly intent: Intent;
  readonly earlier: CallPlan;
  readonly appointment?: Appointment;
}

/** How likely callers try again, and after how long in the median, by how their call went. */
const again = (call: SimulatedCall): { chance: number; median: number } => {
  if (call.outcome === 'abandoned') return { chance: 0.4, median: 12 * MINUTE };
  if (call.outcome === 'failed') return { chance: 0.55, median: 6 * MINUTE };
  if (call.outcome === 'transferred') return { chance: 0.06, median: 30 * HOUR };
  return call.resolved ? { chance: 0.04, median: 60 * HOUR } : { chance: 0.2, median: 20 * HOUR };
};

/** Whether the caller of a call will call again, and when; only those who show their number can. */
export function followUpOf(random: Random, plan: CallPlan, call: SimulatedCall): FollowUp | undefined {
  if (plan.caller === undefined || plan.direction === 'outbound' || plan.intent === 'spam') return undefined;
  const { chance, median } = again(call);
  if (!random.chance(chance)) return undefined;
  const at = Math.floor(call.endedAt + 20_000 + random.logNormal(median, 0.9));
  const intent = call.resolved ? 'question' : plan.intent;
  // An answered call has settled what becomes of the appointment, one way or the other.
  const appointment = call.answered ? undefined : plan.appointment;
  return { why: 'again', at, intent, earlier: plan, ...(appointment === undefined ? {} : { appointment }) };
}
