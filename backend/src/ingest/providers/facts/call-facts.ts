import { createHash } from 'node:crypto';
import type { EventType } from '@callsight/contract/events/types';
import { present } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';
import type { MappedEvent } from '../port.js';

/** An event id is the call id and what is told, 256 characters in all; this leaves room for what is told. */
const LONGEST_ID = 200;

/** What the contract takes. */
const LONGEST_EVENT_ID = 256;

/** A fingerprint of what is told: the same statement has the same id, another one has another. */
const fingerprint = (told: unknown, length: number): string =>
  createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, length);

interface Telling {
  /**
   * Where a platform tells the same fact several times, text that sorts a later telling behind an earlier one: of two that
   * have the same time, the later id counts.
   */
  readonly edition?: string;
  /** False where the platform tells no time: then the time is that of receipt, and no part of the statement. */
  readonly isTimed?: boolean;
}

/** Gathers the facts that one delivery tells about one call. */
export class CallFacts {
  readonly events: MappedEvent[] = [];
  private readonly callId: string;
  private readonly edition: string;
  private readonly isTimed: boolean;

  constructor(id: PayloadField, { edition = '', isTimed = true }: Telling = {}) {
    this.edition = edition;
    this.isTimed = isTimed;
    const callId = id.decisive().text();
    const usable = callId !== undefined && callId.length <= LONGEST_ID && !/\p{Cc}/u.test(callId);
    this.callId = usable ? callId : id.refuse(`a call id of 1 to ${LONGEST_ID} characters without control characters`);
  }

  /**
   * @param fact what is told, unique within the delivery: with the call id, the edition and a fingerprint of the statement
   *   it makes the id of the event, so that a repetition is one event and a correction is another
   * @param at epoch milliseconds
   */
  tell(fact: string, type: EventType, at: number, fields: Readonly<Record<string, unknown>>): void {
    const time = new Date(at).toISOString();
    const data = present(fields);
    const statement = this.isTimed ? [time, data] : [data];
    const id = `${this.callId}/${fact}/${this.edition}${fingerprint(statement, 8)}`;
    const fitting = id.length <= LONGEST_EVENT_ID ? id : `${this.callId}/${fingerprint([fact, statement], 43)}`;
    this.events.push({ id: fitting, type, subject: this.callId, time, data });
  }
}
