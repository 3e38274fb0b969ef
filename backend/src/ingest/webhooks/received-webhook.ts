import type { SealedPersons } from '../callers/seal.js';
import type { MappingWarning } from '../providers/port.js';

/** Why a delivery was refused, and what helps to find out: never anything that it carried. */
export interface RefusalDetails {
  /** Header that was expected. */
  readonly header: string;
  readonly header_present: boolean;
  /** The URL that counted as signed, without the values in its query; only where the URL is signed. */
  readonly signed_url?: string;
  /** Seconds by which the time of signing lies behind our clock; only where that is the reason. */
  readonly clock_difference_s?: number;
}

/** A webhook delivery: what became of it. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly provider: string;
  readonly connection: string;
  /** What kind of delivery it says it is. */
  readonly kind: string;
  /** RFC 3339. */
  readonly received_at: string;
  /**
   * `received` until it is mapped; `waiting` for what has to be looked up; `mapped`; `failed` when it could not be made
   * sense of; `refused` unverified.
   */
  readonly status: 'received' | 'waiting' | 'mapped' | 'failed' | 'refused';
  /** Events that it tells. */
  readonly events: number;
  /** Those of its events that were refused; they are in quarantine. */
  readonly quarantined: number;
  /** What was passed over, because it has another type than it should, while the rest was taken; at most 20. */
  readonly warnings?: MappingWarning[];
  readonly code?: string;
  readonly message?: string;
  readonly path?: string;
  /** Questions asked of the platform so far. */
  readonly attempts?: number;
  /** RFC 3339; when the platform is asked again. */
  readonly next_attempt_at?: string;
  readonly refusal?: RefusalDetails;
}

/** What a delivery carried, without secrets and full numbers, and what was looked up for it. */
export interface WebhookBody {
  readonly payload: unknown;
  readonly details?: unknown;
  /** Whom the sealed texts in both stand for; absent in what an earlier version stored. */
  readonly persons?: SealedPersons;
  /** What had been told of its subject before it. */
  readonly before?: unknown;
}

/** What a delivery carried as it came, without secrets. */
export interface RawWebhook {
  /** RFC 3339. */
  readonly received_at: string;
  readonly payload: unknown;
}
