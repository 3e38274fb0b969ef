import type { Outcome } from '@callsight/contract/events/outcome';
import type { CallPlan, Intent } from './call-plan.js';
import type { Conditions } from './incidents.js';
import type { Random } from './random.js';
import { VOICE_AGENT } from './system-checks.js';

/** How an answered call went. Instants are epoch milliseconds. */
export interface Conversation {
  readonly answeredAt: number;
  readonly endedAt: number;
  readonly by: 'agent' | 'human' | 'machine';
  readonly outcome: Outcome;
  /** The caller got what the call was about. */
  readonly resolved: boolean;
  readonly endedBy: 'caller' | 'agent' | 'system';
  readonly reason: string;
  /** How many of the booking steps were reached. */
  readonly steps: number;
  readonly errors: number;
}

type Course = Pick<Conversation, 'outcome' | 'resolved' | 'steps'>;

/** Median length in milliseconds. */
const LENGTHS: Record<Intent, number> = {
  booking: 150_000,
  reschedule: 95_000,
  cancel: 70_000,
  question: 160_000,
  payment: 125_000,
  lead: 80_000,
  spam: 14_000,
};
/** Chance to get from each booking step to the next, before the agent's persuasion. */
const STEP_CHANCES = [0.9, 0.86, 0.74, 0.85];
const LEAD_INTEREST = 0.32;
const BROKEN = 0.006;
const WITH_ERROR = 0.012;
/** What a language model changes that is as slow as can be borne: the share of errors, the patience, the length. */
const SLOW = { errors: 0.068, patience: -0.18, length: 0.15 };

/** From 0 at the usual latency of the language model to 1 at three times as much. */
export const slownessOf = ({ llm }: Conditions): number => Math.min(1, Math.max(0, (llm - 1) / 2));

const bookingSteps = (random: Random, plan: CallPlan, conditions: Conditions): number => {
  const factor = plan.agent.persuasion * (1 + SLOW.patience * slownessOf(conditions));
  let reached = 0;
  for (const chance of STEP_CHANCES) {
    // What the caller wants does not depend on the agent; whether they get it does.
    if (!random.chance(Math.min(0.98, reached === 0 ? chance : chance * factor))) break;
    reached += 1;
  }
  return reached;
};

const unresolved = (random: Random, plan: CallPlan, steps: number): Course =>
  random.chance(plan.agent.transfers)
    ? { outcome: 'transferred', resolved: false, steps }
    : { outcome: steps > 0 ? 'other' : 'information', resolved: false, steps };

const bookingCourse = (random: Random, plan: CallPlan, conditions: Conditions): Course => {
  if (plan.intent === 'lead' && !random.chance(LEAD_INTEREST)) return { outcome: 'other', resolved: false, steps: 0 };
  const steps = bookingSteps(random, plan, conditions);
  if (steps === STEP_CHANCES.length) return { outcome: 'booked', resolved: true, steps };
  if (plan.intent === 'lead') return { outcome: 'qualified', resolved: true, steps };
  return unresolved(random, plan, steps);
};

const serviceCourse = (random: Random, plan: CallPlan, conditions: Conditions): Course => {
  const competence = plan.agent.competence * (1 + SLOW.patience * slownessOf(conditions));
  if (!random.chance(competence)) return unresolved(random, plan, 0);
  const outcomes: Partial<Record<Intent, Outcome>> = { reschedule: 'rescheduled', cancel: 'canceled' };
  return { outcome: outcomes[plan.intent] ?? 'information', resolved: true, steps: 0 };
};

const courseOf = (random: Random, plan: CallPlan, conditions: Conditions): Course => {
  if (plan.intent === 'spam') return { outcome: 'spam', resolved: false, steps: 0 };
  const books = plan.intent === 'booking' || plan.intent === 'lead';
  return books ? bookingCourse(random, plan, conditions) : serviceCourse(random, plan, conditions);
};

const endOf = (random: Random, course: Course): Pick<Conversation, 'endedBy' | 'reason'> => {
  if (course.outcome === 'transferred') return { endedBy: 'agent', reason: 'transferred' };
  if (random.chance(0.015)) return { endedBy: 'system', reason: 'silence-timeout' };
  return random.chance(course.resolved ? 0.6 : 0.15)
    ? { endedBy: 'agent', reason: 'agent-goodbye' }
    : { endedBy: 'caller', reason: 'caller-hangup' };
};

/** Calls that stop at an early step are shorter, and a slow model makes all of them longer. */
const lengthOf = (random: Random, plan: CallPlan, course: Course, conditions: Conditions): number => {
  const share = plan.intent === 'booking' || plan.intent === 'lead' ? 0.5 + 0.14 * course.steps : 1;
  const length = random.logNormal(LENGTHS[plan.intent] * share, 0.42) * (1 + SLOW.length * slownessOf(conditions));
  return Math.floor(Math.min(1_500_000, Math.max(6_000, length)));
};

/** Draws how a call goes that is answered at `answeredAt`; `machine` if a voicemail box took it. */
export function converse(
  random: Random,
  plan: CallPlan,
  answeredAt: number,
  conditions: Conditions,
  machine: boolean,
): Conversation {
  const by = machine ? 'machine' : plan.direction === 'outbound' ? 'human' : 'agent';
  const base = { answeredAt, by, steps: 0, resolved: false, errors: 0 } as const;
  if (conditions.down.has(VOICE_AGENT) || random.chance(BROKEN * conditions.errors)) {
    const endedAt = answeredAt + Math.floor(random.between(3_000, 40_000));
    return {
      ...base,
      endedAt,
      outcome: 'failed',
      endedBy: 'system',
      reason: 'pipeline-error',
      errors: 1 + random.below(3),
    };
  }
  if (machine) {
    const endedAt = answeredAt + Math.floor(random.between(12_000, 35_000));
    return { ...base, endedAt, outcome: 'voicemail', endedBy: 'agent', reason: 'voicemail' };
  }
  const course = courseOf(random, plan, conditions);
  const endedAt = answeredAt + lengthOf(random, plan, course, conditions);
  const errors = random.chance((WITH_ERROR + SLOW.errors * slownessOf(conditions)) * conditions.errors) ? 1 : 0;
  return { ...base, ...course, ...endOf(random, course), endedAt, errors };
}
