import { label, present } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';

/** Data of `call.transferred`. Behind a number or SIP address Vapi hands over to people; assistants are named as such. */
export function vapiTransfer(message: PayloadField, reason: string | undefined): Record<string, unknown> {
  const destination = message.at('destination');
  const number = destination.at('number').text() ?? destination.at('sipUri').text();
  const forwarded = message.at('call', 'forwardedPhoneNumber').text();
  return present({
    to: label(number ?? destination.at('assistantName').text() ?? forwarded),
    kind: destination.at('type').text() === 'assistant' ? 'agent' : 'human',
    reason: label(reason),
  });
}
