import type { CallFacts } from '../facts/call-facts.js';
import { endedBecause, type EndReasonOverrides } from '../facts/end-reason.js';
import type { PayloadField } from '../payload/payload-field.js';
import { vapiAnswered, vapiStarted, vapiTransfer } from './vapi-call.js';
import { vapiEndReason } from './vapi-end-reasons.js';

const PROVISIONAL = { provisional: true };

/**
 * What a status update reports while the call is live. Its time is that of the message, some milliseconds off the times
 * in the end report: hence `provisional`, and the time in the id, so that an update sent twice with different times
 * is two facts and not one of which the first to arrive would win.
 */
export function addStatusEvents(
  facts: CallFacts,
  message: PayloadField,
  receivedAt: number,
  overrides: EndReasonOverrides,
): void {
  const status = message.at('status').text();
  const at = message.at('timestamp').time() ?? receivedAt;
  const fact = (word: string): string => `status/${word}/${at}`;
  if (status === 'ringing' || status === 'in-progress') {
    facts.add(fact(`${status}/started`), 'call.started', at, { ...vapiStarted(message), ...PROVISIONAL });
  }
  if (status === 'in-progress') {
    facts.add(fact('answered'), 'call.answered', at, { ...vapiAnswered(message, {}), ...PROVISIONAL });
  }
  if (status === 'ended') {
    const { name, meaning } = vapiEndReason(message, overrides);
    if (meaning.transferred === true) {
      facts.add(fact('transferred'), 'call.transferred', at, { ...vapiTransfer(message, name), ...PROVISIONAL });
    }
    facts.add(fact('ended'), 'call.ended', at, { ...endedBecause(name, meaning), ...PROVISIONAL });
  }
}
