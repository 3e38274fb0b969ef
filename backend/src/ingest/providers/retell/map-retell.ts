import { CallFacts } from '../facts/call-facts.js';
import { PayloadField, type Warn } from '../payload/payload-field.js';
import type { MappedEvent } from '../port.js';
import { retellAnalysis } from './retell-analysis.js';
import { retellAnswered, retellStarted } from './retell-call.js';
import { retellTimes } from './retell-times.js';
import { addEndedEvents, type RetellRules } from './ended-events.js';

/** What is reported while the call is live has ids of its own: the whole call, delivered later, is not shadowed by it. */
const addLiveEvents = (facts: CallFacts, call: PayloadField, receivedAt: number): void => {
  const { start } = retellTimes(call, receivedAt);
  const provisional = true;
  facts.add('live/started', 'call.started', start, { ...retellStarted(call), provisional });
  facts.add('live/answered', 'call.answered', start, { ...retellAnswered(call, {}), provisional });
};

/** `call_analyzed` comes after `call_ended` and may know more. */
const EDITIONS: Readonly<Record<string, string>> = { call_started: '', call_ended: '1-', call_analyzed: '2-' };

const isTimed = (call: PayloadField): boolean => !call.at('start_timestamp').absent || !call.at('end_timestamp').absent;

/**
 * The facts in an event of Retell. `call_ended` and `call_analyzed` both carry the whole call and report the same facts, so
 * either may be lost, come twice or come first: what the second says counts. The analysis is in the second
 * alone so far, and counts wherever it stands.
 */
export function mapRetell(payload: unknown, receivedAt: number, rules: RetellRules, warn?: Warn): MappedEvent[] {
  const delivery = PayloadField.root(payload, warn);
  const event = delivery.at('event');
  const name = event.text() ?? event.refuse('the name of the event');
  const edition = Object.hasOwn(EDITIONS, name) ? EDITIONS[name] : undefined;
  if (edition === undefined) return [];
  const call = delivery.at('call');
  const facts = new CallFacts(call.at('call_id'), { edition, isTimed: isTimed(call) });
  if (name === 'call_started') {
    addLiveEvents(facts, call, receivedAt);
    return facts.events;
  }
  addEndedEvents(facts, call, receivedAt, rules);
  const analysis = retellAnalysis(call);
  if (analysis !== undefined) facts.add('analyzed', 'call.analyzed', retellTimes(call, receivedAt).end, analysis);
  return facts.events;
}
