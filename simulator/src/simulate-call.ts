import type { Outcome } from '@callsight/contract/events/outcome';
import { analyse } from './analysis.js';
import { writeBooking } from './booking.js';
import { callCost } from './call-cost.js';
import { CallLog } from './call-log.js';
import type { CallPlan } from './call-plan.js';
import { startCall } from './call-start.js';
import { converse, type Conversation } from './conversation.js';
import type { FollowUp } from './follow-up.js';
import { writeHandling } from './handling.js';
import type { Random } from './random.js';
import { VOICE_AGENT } from './system-checks.js';
import type { Surroundings } from './surroundings.js';
import type { TimedEvent } from './timed-event.js';
import { writeTurns } from './turns.js';
import { endUnanswered, type Unanswered } from './unanswered.js';

/** Patience of a waiting caller: Weibull, with more who give up at once than an exponential would have. */
const PATIENCE = { scaleMs: 110_000, shape: 0.85 };
const MACHINES = 0.22;
const NO_ANSWER = 0.24;
const UNAVAILABLE_IN_OUTAGE = 0.7;

export interface SimulatedCall {
  /** In no particular order; some lie days after the call. */
  readonly events: readonly TimedEvent[];
  readonly answered: boolean;
  readonly endedAt: number;
  readonly outcome: Outcome;
  readonly resolved: boolean;
  /** Calls that its booking will bring. */
  readonly followUps: readonly FollowUp[];
}

/** Rings until somebody answers or nobody will; the answer's delay in milliseconds, or why there is none. */
const ring = (random: Random, plan: CallPlan, lineWaitMs: number, outage: boolean): number | Unanswered => {
  const start = plan.startedAt;
  if (plan.direction === 'outbound') {
    const ringing = Math.floor(random.between(4_000, 26_000));
    return random.chance(NO_ANSWER) ? { endedAt: start + 30_000, outcome: 'no_answer' } : ringing;
  }
  if (outage && random.chance(UNAVAILABLE_IN_OUTAGE)) {
    return { endedAt: start + Math.floor(random.between(2_000, 8_000)), outcome: 'failed' };
  }
  const wait = Math.floor(lineWaitMs + random.logNormal(2_100, 0.4));
  const patience = Math.floor(400 + random.weibull(PATIENCE.scaleMs, PATIENCE.shape));
  return patience < wait ? { endedAt: start + patience, outcome: 'abandoned' } : wait;
};

const writeEnd = (random: Random, plan: CallPlan, conversation: Conversation, log: CallLog): void => {
  const { endedBy, reason, outcome, errors, endedAt } = conversation;
  log.course('call.ended', endedAt, {
    ended_by: endedBy,
    reason,
    outcome,
    cost: callCost(plan, conversation),
    after_call_work_ms: Math.floor(random.between(800, 6_000)),
    ...(errors === 0 ? {} : { errors }),
  });
};

/**
 * One call from its start to what becomes of it.
 * @param random the call's own stream; details are drawn from forks of it, so that they can be left out
 * @param lineWaitMs time until a line is free
 */
export function simulateCall(
  random: Random,
  plan: CallPlan,
  lineWaitMs: number,
  surroundings: Surroundings,
): SimulatedCall {
  const log = new CallLog(plan.id, surroundings.detail === 'full');
  const conditions = surroundings.conditionsAt(plan.startedAt);
  startCall(random.fork('start'), plan, log);
  const ringing = ring(random, plan, lineWaitMs, conditions.down.has(VOICE_AGENT));
  if (typeof ringing !== 'number') {
    log.course('call.ended', ringing.endedAt, endUnanswered(ringing));
    return { events: log.events, answered: false, resolved: false, followUps: [], ...ringing };
  }
  const machine = plan.direction === 'outbound' && random.chance(MACHINES);
  const conversation = converse(random, plan, plan.startedAt + ringing, conditions, machine);
  log.course('call.answered', conversation.answeredAt, { by: conversation.by });
  writeEnd(random.fork('end'), plan, conversation, log);
  analyse(random.fork('analysis'), plan, conversation, log);
  if (log.full) {
    writeTurns(random.fork('turns'), plan, conversation, surroundings, log);
    writeHandling(random.fork('handling'), plan, conversation, log);
  }
  const followUps = writeBooking(random.fork('booking'), plan, conversation, surroundings, log);
  const { endedAt, outcome, resolved } = conversation;
  return { events: log.events, answered: true, endedAt, outcome, resolved, followUps };
}
