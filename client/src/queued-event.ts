import type { Envelope } from '@callsight/contract/events/envelope';

/** An event on its way, as the text that is sent: what the sender does to its objects afterwards changes nothing. */
export interface QueuedEvent {
  readonly json: string;
  /** Of the text in UTF-8. */
  readonly bytes: number;
}

/** @throws TypeError when the data cannot be written as JSON, such as a BigInt or a circle */
export function toQueued(event: Envelope): QueuedEvent {
  const json = JSON.stringify(event);
  return { json, bytes: Buffer.byteLength(json) };
}
