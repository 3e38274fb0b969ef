import { CallFacts } from '../facts/call-facts.js';
import type { EndReasonOverrides } from '../facts/end-reason.js';
import { PayloadField, type Warn } from '../payload/payload-field.js';
import type { MappedEvent } from '../port.js';
import { retellAnalysis } from './retell-analysis.js';
import { retellAnswered, retellStarted } from './retell-call.js';
import { retellTimes } from './retell-times.js';
import { tellEnded } from './tell-ended.js';

/** What is told while the call is live has ids of its own: the whole call, delivered later, is not shadowed by it. */
const tellLive = (facts: CallFacts, call: PayloadField, receivedAt: number): void => {
  const { start } = retellTimes(call, receivedAt);
  const provisional = true;
  facts.tell('live/started', 'call.started', start, { ...retellStarted(call), provisional });
  facts.tell('live/answered', 'call.answered', start, { ...retellAnswered(call, {}), provisional });
};

/** `call_analyzed` comes after `call_ended` and may know more. */
const EDITIONS: Readonly<Record<string, string>> = { call_started: '', call_ended: '1-', call_analyzed: '2-' };

const isTimed = (call: PayloadField): boolean => !call.at('start_timestamp').absent || !call.at('end_timestamp').absent;

/**
 * The facts in an event of Retell. `call_ended` and `call_analyzed` both carry the whole call and tell the same facts, so
 * either may be lost, come twice or come first: what the second says counts. The analysis is in the second
 * alone so far, and counts wherever it stands.
 */
export function mapRetell(
  payload: unknown,
  receivedAt: number,
  overrides: EndReasonOverrides,
  warn?: Warn,
): MappedEvent[] {
  const delivery = PayloadField.root(payload, warn);
  const event = delivery.at('event');
  const name = event.text() ?? event.refuse('the name of the event');
  const edition = Object.hasOwn(EDITIONS, name) ? EDITIONS[name] : undefined;
  if (edition === undefined) return [];
  const call = delivery.at('call');
  const facts = new CallFacts(call.at('call_id'), { edition, isTimed: isTimed(call) });
  if (name === 'call_started') {
    tellLive(facts, call, receivedAt);
    return facts.events;
  }
  tellEnded(facts, call, receivedAt, overrides);
  const analysis = retellAnalysis(call);
  if (analysis !== undefined) facts.tell('analyzed', 'call.analyzed', retellTimes(call, receivedAt).end, analysis);
  return facts.events;
}
