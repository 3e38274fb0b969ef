import type { PayloadField } from '../payload/payload-field.js';
import { present } from '../payload/contract-values.js';
import { vapiDirection } from './vapi-direction.js';

/** Data of `call.answered`. Who took an outbound call is not said, unless it was found to be a machine. */
export function vapiAnswered(message: PayloadField, found: { readonly machine?: boolean }): Record<string, unknown> {
  const { direction } = vapiDirection(message.at('call'));
  const agent = direction === 'inbound' ? 'agent' : undefined;
  return present({ by: found.machine === true ? 'machine' : agent });
}
