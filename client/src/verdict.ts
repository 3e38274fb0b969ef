import type { IngestAnswer } from '@callsight/contract/events/verdict';
import type { ClientError } from './client-error.js';

/** What became of one request. */
export type Verdict =
  /** Every event has its own verdict. */
  | { readonly kind: 'settled'; readonly answer: IngestAnswer }
  /** The body is larger than is taken there. */
  | { readonly kind: 'too_large'; readonly message: string }
  /** Nothing is known of the events; they are sent again under the same ids. `askedMs` is the `Retry-After`. */
  | { readonly kind: 'again'; readonly reason: string; readonly askedMs?: number }
  /** The request as such is refused, and would be again. */
  | { readonly kind: 'refused'; readonly error: ClientError };
