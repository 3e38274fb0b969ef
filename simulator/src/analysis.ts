import type { CallLog } from './call-log.js';
import type { CallPlan, Intent } from './call-plan.js';
import type { Conversation } from './conversation.js';
import type { Random } from './random.js';

const TOPICS: Record<Intent, readonly [string, ...string[]]> = {
  booking: ['appointment', 'opening hours', 'price', 'first visit'],
  reschedule: ['appointment', 'new time'],
  cancel: ['appointment', 'cancellation'],
  question: ['directions', 'opening hours', 'prescription', 'results', 'insurance'],
  payment: ['invoice', 'insurance', 'instalments'],
  lead: ['offer', 'check-up', 'price'],
  spam: ['sales call'],
};
/** Share of answered calls after which the caller rates them. */
const RATED = 0.12;
const UNCLASSIFIED = 0.03;

/** From -1 to 1: most depends on whether the caller was helped, then on the wait and on the agent. */
const sentimentOf = (random: Random, plan: CallPlan, conversation: Conversation): number => {
  const wait = (conversation.answeredAt - plan.startedAt) / 1_000;
  const mood = (conversation.resolved ? 0.38 : -0.22) + plan.agent.warmth - Math.min(0.5, wait / 120);
  const failed = conversation.outcome === 'failed' ? 0.5 : 0;
  return Math.round(100 * Math.max(-1, Math.min(1, mood - failed + 0.3 * random.normal()))) / 100;
};

const topicsOf = (random: Random, intent: Intent): string[] => {
  const first = random.pick(TOPICS[intent]);
  const second = random.pick(TOPICS[intent]);
  return first === second ? [first] : [first, second];
};

/** Writes the analysis, which comes seconds after the end, and now and then the caller's rating. */
export function analyse(random: Random, plan: CallPlan, conversation: Conversation, log: CallLog): void {
  const analysedAt = conversation.endedAt + 2_000 + random.logNormal(6_000, 0.6);
  const sentiment = sentimentOf(random, plan, conversation);
  const agrees = !random.chance(UNCLASSIFIED);
  log.course('call.analyzed', analysedAt, {
    ...(agrees ? { outcome: conversation.outcome } : {}),
    success: conversation.resolved,
    sentiment,
    topics: topicsOf(random, plan.intent),
    language: plan.language,
  });
  if (conversation.by === 'machine' || !random.chance(RATED)) return;
  const value = Math.max(1, Math.min(5, Math.round(3.4 + 2 * sentiment + 0.6 * random.normal())));
  log.detail('metric.sample', conversation.endedAt + 5_000 + random.exponential(20_000), {
    metric: 'csat',
    value,
    tags: { agent: plan.agent.id, queue: plan.queue },
  });
}
