import { createHash } from 'node:crypto';
import type { EventType } from '@callsight/contract/events/types';
import { present } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';
import type { MappedEvent } from '../port.js';

/** An event id is the call id and the statement, 256 characters in all; this leaves room for the statement. */
const MAX_CALL_ID = 200;

/** What the contract takes. */
const MAX_EVENT_ID = 256;

/** A fingerprint of a statement: the same statement has the same id, another one has another. */
const fingerprint = (statement: unknown, length: number): string =>
  createHash('sha256').update(JSON.stringify(statement)).digest('base64url').slice(0, length);

interface CallFactsOptions {
  /**
   * Where a platform reports the same fact several times, text that sorts a later report behind an earlier one: of two that
   * have the same time, the later id counts.
   */
  readonly edition?: string;
  /** False where the platform reports no time: then the time is that of receipt, and no part of the statement. */
  readonly isTimed?: boolean;
}

/** Gathers the facts that one delivery reports about one call. */
export class CallFacts {
  readonly events: MappedEvent[] = [];
  private readonly callId: string;
  private readonly edition: string;
  private readonly isTimed: boolean;

  constructor(id: PayloadField, { edition = '', isTimed = true }: CallFactsOptions = {}) {
    this.edition = edition;
    this.isTimed = isTimed;
    const callId = id.decisive().text();
    const usable = callId !== undefined && callId.length <= MAX_CALL_ID && !/\p{Cc}/u.test(callId);
    this.callId = usable ? callId : id.refuse(`a call id of 1 to ${MAX_CALL_ID} characters without control characters`);
  }

  /**
   * @param fact what is reported, unique within the delivery: with the call id, the edition and a fingerprint of the statement
   *   it makes the id of the event, so that a repetition is one event and a correction is another
   * @param at epoch milliseconds
   */
  add(fact: string, type: EventType, at: number, fields: Readonly<Record<string, unknown>>): void {
    const time = new Date(at).toISOString();
    const data = present(fields);
    const statement = this.isTimed ? [time, data] : [data];
    const id = `${this.callId}/${fact}/${this.edition}${fingerprint(statement, 8)}`;
    const fitting = id.length <= MAX_EVENT_ID ? id : `${this.callId}/${fingerprint([fact, statement], 43)}`;
    this.events.push({ id: fitting, type, subject: this.callId, time, data });
  }
}
