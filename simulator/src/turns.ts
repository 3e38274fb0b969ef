import type { CallLog } from './call-log.js';
import type { CallPlan } from './call-plan.js';
import { slownessOf, type Conversation } from './conversation.js';
import type { Random } from './random.js';
import type { DataOf } from './simulated-event.js';
import type { Surroundings } from './surroundings.js';

const MEAN_TURN = 11_500;
const MAX_TURNS = 120;

/** The stages one after the other, and end to end a little more than they account for. */
const latencies = (random: Random, plan: CallPlan, llmFactor: number): DataOf<'call.turn'>['latency_ms'] => {
  const endpointing = Math.round(random.logNormal(240, 0.35));
  const asr = Math.round(random.logNormal(115, 0.3));
  const llm = Math.round(random.logNormal(plan.agent.llmMs * llmFactor, 0.38));
  const tts = Math.round(random.logNormal(plan.agent.ttsMs, 0.28));
  const unexplained = Math.round(random.logNormal(35, 0.6));
  return { e2e: endpointing + asr + llm + tts + unexplained, asr, llm, tts, endpointing };
};

/** Writes the turns of a conversation, spread over its length. */
export function writeTurns(
  random: Random,
  plan: CallPlan,
  conversation: Conversation,
  surroundings: Surroundings,
  log: CallLog,
): void {
  const { answeredAt, endedAt, by } = conversation;
  if (by === 'machine') return;
  const length = endedAt - answeredAt;
  const count = Math.max(1, Math.min(MAX_TURNS, Math.round(length / MEAN_TURN)));
  for (let index = 0; index < count; index += 1) {
    const at = answeredAt + (length * (index + random.between(0.15, 0.85))) / count;
    const conditions = surroundings.conditionsAt(at);
    const interrupted = random.chance(plan.agent.interrupted * (1 + 0.6 * slownessOf(conditions)));
    const silent = random.chance(0.06);
    log.detail('call.turn', at, {
      index,
      latency_ms: latencies(random, plan, conditions.llm),
      ...(interrupted ? { interrupted } : {}),
      ...(silent ? { silence_ms: Math.round(random.logNormal(3_200, 0.5)) } : {}),
    });
  }
}
