import type { CallLog } from './call-log.js';
import type { CallPlan } from './call-plan.js';
import type { Conversation } from './conversation.js';
import type { Random } from './random.js';

const HELD = 0.06;
const HUMANS = { booking: '+496990009110', support: '+496990009120', billing: '+496990009130' };
const SHORTEST_TO_HOLD = 30_000;

/** Writes holds, transfers and component errors: what happens to a call besides talking. */
export function writeHandling(random: Random, plan: CallPlan, conversation: Conversation, log: CallLog): void {
  const { answeredAt, endedAt, outcome } = conversation;
  const length = endedAt - answeredAt;
  const transferred = outcome === 'transferred';
  if (length > SHORTEST_TO_HOLD && random.chance(transferred ? 0.7 : HELD)) {
    const heldAt = answeredAt + length * random.between(transferred ? 0.6 : 0.3, 0.75);
    log.detail('call.held', heldAt, {});
    log.detail('call.resumed', heldAt + length * random.between(0.05, 0.2), {});
  }
  if (transferred) {
    log.detail('call.transferred', endedAt - 500, {
      to: HUMANS[plan.queue],
      kind: 'human',
      reason: random.chance(0.4) ? 'caller asked for a human' : 'agent could not help',
    });
  }
  if (outcome === 'failed') {
    const at = endedAt - 100;
    log.about(undefined, 'system.error', at, {
      component: 'voice-agent',
      code: 'llm-unavailable',
      message: `in call ${plan.id}`,
    });
  }
}
