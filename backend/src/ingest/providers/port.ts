import type { EventType } from '@callsight/contract/events/types';
import type { MappedTranscript } from './facts/transcript.js';

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
  /** The public URL that the platform called, query string included; it is made of our settings and the requested path. */
  readonly url: string;
}

/** Why a delivery was refused, in words that leak no secret. */
export interface Refused {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  /** Milliseconds by which the time of signing lies behind our clock; only where that is the reason. */
  readonly clockDifference?: number;
}

/** Something in a delivery that was passed over, while the rest was taken. */
export interface MappingWarning {
  /** JSON pointer. */
  readonly path: string;
  /** What it should be; the value itself is not repeated. */
  readonly message: string;
}

export type Verdict = { readonly ok: true } | Refused;

/** What a mapping that compares made of a delivery, and what is to be known when the next one comes. */
export interface Comparison {
  readonly events: MappedEvent[];
  readonly after: unknown;
}

/**
 * For a platform whose deliveries only name a thing that changed: the thing is fetched, stored with the delivery, and
 * compared with what was known of it before.
 */
interface LookUp {
  /** Requests a second at most. */
  readonly perSecond: number;
  /** The thing that a delivery is about; undefined if nothing has to be fetched. */
  subject(payload: unknown): string | undefined;
  /**
   * Fetches the thing as it is now.
   * @throws LookUpFailed
   */
  fetch(subject: string, secret: string, signal: AbortSignal): Promise<unknown>;
  /**
   * The facts in a delivery. Throws `MappingError` like `Provider.map`.
   * @param before what the comparison before this one left, undefined for the first
   * @param warn called for each thing that is passed over
   */
  compare(
    payload: unknown,
    receivedAt: number,
    details: unknown,
    before: unknown,
    warn?: (warning: MappingWarning) => void,
  ): Comparison;
}

/** A thing that could not be fetched. */
export class LookUpFailed extends Error {
  override readonly name = 'LookUpFailed';
  constructor(
    message: string,
    /** `never`: another request would have the same response. */
    readonly again: 'later' | 'never',
    /** Milliseconds that the platform asked us to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/**
 * A platform whose webhooks become events. Two halves that never meet: `verify` sees raw bytes and the secret,
 * everything else sees only the stored copy of the payload and can be run again from it.
 */
export interface Provider {
  /** Part of the URL, and source of the events it makes. */
  readonly name: string;
  /** Header that a request proves itself with. */
  readonly signatureHeader: string;
  /** Whether the URL is part of what is signed. */
  readonly signsUrl: boolean;
  /** Reads a body. Throws `MappingError` when it is not of the kind that the platform sends. */
  parse(body: Buffer): unknown;
  /** Absent where deliveries carry all that they report. */
  readonly lookUp?: LookUp;
  /** Checks the signature over the raw body in constant time. `now` is epoch milliseconds. */
  verify(request: SignedRequest, secret: string, now: number): Verdict;
  /** What kind of delivery this is, such as "end-of-call-report"; "unknown" if it does not say. */
  kind(payload: unknown): string;
  /** A copy without secrets, as it may be stored. */
  redact(payload: unknown): unknown;
  /** Keys, or `parent/key`, under which a payload has the company's own line; absent where it has none. */
  ownLines?(payload: unknown): readonly string[];
  /**
   * The facts in a delivery; none for kinds that carry none. Throws `MappingError` when a kind that carries facts lacks what they need.
   * @param receivedAt epoch milliseconds, for deliveries that name no time of their own
   * @param warn called for each thing that is passed over
   */
  map(payload: unknown, receivedAt: number, warn?: (warning: MappingWarning) => void): MappedEvent[];
  /** What was said in a call, where a delivery has it; never throws. Absent where a platform reports none. */
  transcript?(payload: unknown, receivedAt: number): MappedTranscript | undefined;
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
