import type { CallEnded } from '@callsight/contract/events/call';
import { amount } from '../payload/decimal.js';
import { callCost, type CostLine } from '../facts/call-cost.js';
import { label } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';

const COMPONENT: ReadonlyMap<string, string> = new Map([
  ['transport', 'telephony'],
  ['transcriber', 'asr'],
  ['stt', 'asr'],
  ['model', 'llm'],
  ['llm', 'llm'],
  ['voice', 'tts'],
  ['tts', 'tts'],
  ['vapi', 'platform'],
]);

/** Kinds of cost that are none of the five components keep a name of their own: analysis, knowledge-base … */
const line = (kind: string, field: PayloadField): CostLine[] => {
  const value = amount(field);
  return value === undefined ? [] : [{ component: COMPONENT.get(kind) ?? kind, amount: value }];
};

const itemised = (costs: PayloadField): CostLine[] =>
  costs.items().flatMap((item) => line(label(item.at('type').text(), 64) ?? 'other', item.at('cost')));

const SUMS = ['transport', 'stt', 'llm', 'tts', 'vapi'];

const summed = (breakdown: PayloadField): CostLine[] => SUMS.flatMap((kind) => line(kind, breakdown.at(kind)));

/** Cost in US dollars: the items if there are any, since the sums beside them are rounded to four places. */
export function vapiCost(message: PayloadField): CallEnded['cost'] {
  const breakdown = message.at('costBreakdown');
  const items = itemised(message.at('costs'));
  const total = amount(message.at('cost')) ?? amount(breakdown.at('total'));
  return callCost(total, items.length > 0 ? items : summed(breakdown));
}
