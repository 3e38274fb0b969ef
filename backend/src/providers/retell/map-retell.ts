import { CallFacts } from '../call-facts.js';
import type { EndReasonOverrides } from '../end-reason.js';
import { PayloadField } from '../payload-field.js';
import type { MappedEvent } from '../port.js';
import { retellAnalysis } from './retell-analysis.js';
import { retellAnswered } from './retell-answered.js';
import { retellStarted } from './retell-started.js';
import { retellTimes } from './retell-times.js';
import { tellEnded } from './tell-ended.js';

/** What is told while the call is live has ids of its own: the whole call, delivered later, is not shadowed by it. */
const tellLive = (facts: CallFacts, call: PayloadField, receivedAt: number): void => {
  const { start } = retellTimes(call, receivedAt);
  const provisional = true;
  facts.tell('live/started', 'call.started', start, { ...retellStarted(call), provisional });
  facts.tell('live/answered', 'call.answered', start, { ...retellAnswered(call, {}), provisional });
};

/**
 * The facts in an event of Retell. `call_ended` and `call_analyzed` both carry the whole call and tell the same facts
 * under the same ids, so either may be lost, come twice or come first; the analysis is in the second alone.
 */
export function mapRetell(payload: unknown, receivedAt: number, overrides: EndReasonOverrides): MappedEvent[] {
  const delivery = new PayloadField(payload);
  const event = delivery.at('event');
  const name = event.text() ?? event.refuse('the name of the event');
  if (name !== 'call_started' && name !== 'call_ended' && name !== 'call_analyzed') return [];
  const call = delivery.at('call');
  const facts = new CallFacts(call.at('call_id'));
  if (name === 'call_started') {
    tellLive(facts, call, receivedAt);
    return facts.events;
  }
  tellEnded(facts, call, receivedAt, overrides);
  const analysis = name === 'call_analyzed' ? retellAnalysis(call) : undefined;
  if (analysis !== undefined) facts.tell('analyzed', 'call.analyzed', retellTimes(call, receivedAt).end, analysis);
  return facts.events;
}
