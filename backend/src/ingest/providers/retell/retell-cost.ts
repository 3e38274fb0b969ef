import type { CallEnded } from '@callsight/contract/events/call';
import { amount, type Decimal } from '../payload/decimal.js';
import { callCost, type CostLine } from '../facts/call-cost.js';
import type { PayloadField } from '../payload/payload-field.js';

/**
 * Retell names its products after models and vendors. The order matters: `openai_tts` is speech, though its vendor
 * makes language models. What is none of these is an extra of Retell's own, such as `knowledge_base`.
 */
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/tts|elevenlabs|cartesia|playht|minimax|voice_engine/, 'tts'],
  [/stt|asr|transcri|deepgram/, 'asr'],
  [/telephony|twilio|telnyx|vonage|sip_|phone_number/, 'telephony'],
  [/llm|gpt|claude|gemini|openai|anthropic|llama|mistral|deepseek|realtime/, 'llm'],
];

const component = (product: string): string =>
  PRODUCTS.find(([pattern]) => pattern.test(product.toLowerCase()))?.[1] ?? 'platform';

const inDollars = (field: PayloadField): Decimal | undefined => amount(field)?.shifted(-2);

const line = (product: PayloadField): CostLine[] => {
  const cost = inDollars(product.at('cost'));
  return cost === undefined ? [] : [{ component: component(product.at('product').text() ?? ''), amount: cost }];
};

/** Retell bills in cents of a dollar, with fractions of a cent. */
export function retellCost(call: PayloadField): CallEnded['cost'] {
  const bill = call.at('call_cost');
  return callCost(inDollars(bill.at('combined_cost')), bill.at('product_costs').items().flatMap(line));
}
