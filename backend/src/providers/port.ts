import type { EventType } from '@callsight/contract/events/types';

/** An event that a mapping made of a delivery; it takes the same road as one that was posted. */
export interface MappedEvent {
  /** Stable for the same fact, so that a delivery that comes again, or is mapped again, changes nothing. */
  readonly id: string;
  readonly type: EventType;
  /** Id of the call, where the fact is part of one. */
  readonly subject?: string;
  /** RFC 3339. */
  readonly time: string;
  readonly data: Record<string, unknown>;
}

/** A webhook request as it came; header names in lower case. */
export interface SignedRequest {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Why a delivery was refused, in words that leak no secret. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string };

/**
 * A platform whose webhooks become events. Two halves that never meet: `verify` sees raw bytes and the secret,
 * everything else sees only the stored copy of the payload and can be run again from it.
 */
export interface Provider {
  /** Part of the URL, and source of the events it makes. */
  readonly name: string;
  /** Checks the signature over the raw body in constant time. `now` is epoch milliseconds. */
  verify(request: SignedRequest, secret: string, now: number): Verdict;
  /** What kind of delivery this is, such as "end-of-call-report"; "unknown" if it does not say. */
  kind(payload: unknown): string;
  /** A copy without secrets, as it may be stored. */
  redact(payload: unknown): unknown;
  /**
   * The facts in a delivery; none for kinds that carry none. Throws `MappingError` when a kind that carries facts lacks what they need.
   * @param receivedAt epoch milliseconds, for deliveries that name no time of their own
   */
  map(payload: unknown, receivedAt: number): MappedEvent[];
}

/** A delivery that could not be mapped; it stays stored and can be replayed after a fix. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}
