import { CallFacts } from '../facts/call-facts.js';
import type { EndReasonOverrides } from '../facts/end-reason.js';
import { PayloadField, type Warn } from '../payload/payload-field.js';
import type { MappedEvent } from '../port.js';
import { addEndOfCallEvents } from './end-of-call-events.js';
import { addStatusEvents } from './status-events.js';

/** Reports about one call that differ count in the order in which Vapi wrote them. */
const edition = (message: PayloadField): string => {
  const at = message.at('timestamp').time();
  return at === undefined ? '' : `${at.toString(36).padStart(9, '0')}-`;
};

/**
 * The facts in a message of Vapi. Only the end report is final; a status update reports the same earlier and less
 * exactly, so its facts are marked `provisional`. All other types (transcript, speech-update, hang …) report none.
 */
export function mapVapi(
  payload: unknown,
  receivedAt: number,
  overrides: EndReasonOverrides,
  warn?: Warn,
): MappedEvent[] {
  const message = PayloadField.root(payload, warn).at('message');
  const type = message.at('type');
  const name = type.text() ?? type.refuse('the type of the message');
  if (name !== 'end-of-call-report' && name !== 'status-update') return [];
  const facts = new CallFacts(message.at('call', 'id'), {
    edition: name === 'status-update' ? '' : edition(message),
    isTimed: !message.at('timestamp').absent || !message.at('endedAt').absent,
  });
  if (name === 'status-update') addStatusEvents(facts, message, receivedAt, overrides);
  else addEndOfCallEvents(facts, message, receivedAt, overrides);
  return facts.events;
}
