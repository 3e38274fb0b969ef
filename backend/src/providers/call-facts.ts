import type { EventType } from '@callsight/contract/events/types';
import type { MappedEvent } from './port.js';
import type { PayloadField } from './payload-field.js';
import { present } from './present.js';

/** An event id is the call id and what is told, 256 characters in all; this leaves room for what is told. */
const LONGEST_ID = 200;

/** Gathers the facts that one delivery tells about one call. */
export class CallFacts {
  readonly events: MappedEvent[] = [];
  private readonly callId: string;

  constructor(id: PayloadField) {
    const callId = id.text();
    const usable = callId !== undefined && callId.length <= LONGEST_ID && !/\p{Cc}/u.test(callId);
    this.callId = usable ? callId : id.refuse(`a call id of 1 to ${LONGEST_ID} characters without control characters`);
  }

  /**
   * @param fact what is told, unique within the call: with the call id it makes the id of the event
   * @param at epoch milliseconds
   */
  tell(fact: string, type: EventType, at: number, data: Readonly<Record<string, unknown>>): void {
    const time = new Date(at).toISOString();
    this.events.push({ id: `${this.callId}/${fact}`, type, subject: this.callId, time, data: present(data) });
  }
}
