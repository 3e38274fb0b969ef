import type { CallPlan } from './call-plan.js';
import type { Conversation } from './conversation.js';
import type { DataOf } from './simulated-event.js';

/** Prices in 1/10,000 euro a minute. */
const PRICES = { inbound: 90, outbound: 140, web: 15, asr: 58, tts: 260, platform: 450 };
const UNITS = 10_000;
const MINUTE = 60_000;

/** Whole 1/10,000 euros as a decimal with four places; no binary fraction ever holds money. */
const decimal = (units: number): string => `${Math.floor(units / UNITS)}.${String(units % UNITS).padStart(4, '0')}`;

/** Cost of an answered call by component; the components are rounded and their sum is the total. */
export function callCost(plan: CallPlan, conversation: Conversation): NonNullable<DataOf<'call.ended'>['cost']> {
  const minutes = (conversation.endedAt - conversation.answeredAt) / MINUTE;
  const line = plan.channel === 'web' ? PRICES.web : PRICES[plan.direction];
  const units = {
    telephony: Math.ceil(line * Math.ceil(minutes)),
    asr: Math.round(PRICES.asr * minutes),
    llm: Math.round(plan.agent.llmCost * minutes),
    tts: Math.round(PRICES.tts * minutes * 0.55),
    platform: Math.round(PRICES.platform * minutes),
  };
  const total = units.telephony + units.asr + units.llm + units.tts + units.platform;
  return {
    total: decimal(total),
    currency: 'EUR',
    components: {
      telephony: decimal(units.telephony),
      asr: decimal(units.asr),
      llm: decimal(units.llm),
      tts: decimal(units.tts),
      platform: decimal(units.platform),
    },
  };
}
