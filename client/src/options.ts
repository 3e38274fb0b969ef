import type { Envelope } from '@callsight/contract/events/envelope';
import type { Rejected } from '@callsight/contract/events/verdict';
import type { ClientError } from './client-error.js';
import type { Clock } from './clock.js';

/**
 * Why the client gave an event up: `queue_full` (only with `whenFull: 'drop'`), `refused` (the service refused the whole
 * request, see `onError`), `closed` (sent after, or still there at, the end of `close`).
 */
export type DropReason = 'queue_full' | 'refused' | 'closed';

/** What may be set. Everything that is not has a default that suits a service that takes calls. */
export interface ClientOptions {
  /** Base address of Callsight, such as `https://callsight.example.com`. */
  readonly url: string;
  /** API key with the scope `ingest`. */
  readonly key: string;
  /** Who sends, as in CloudEvents; `(source, id)` is the identity of an event. Such as `my-platform/eu-1`. */
  readonly source: string;

  /** Most events in one request; 500, at most 1,000, so that the answer lists every one that is refused. */
  readonly maxBatchEvents?: number;
  /** Most bytes in one request; 4 MiB. The service takes 16 MiB unless set otherwise. */
  readonly maxBatchBytes?: number;
  /** How long the first event waits for others, in milliseconds; 200. */
  readonly maxDelayMs?: number;

  /** Most events that wait to be sent or are on their way; 10,000. */
  readonly maxQueueEvents?: number;
  /** Most bytes of them; 32 MiB. */
  readonly maxQueueBytes?: number;
  /** When the queue is full: let `send` wait for room (`wait`, the default), or drop the new event (`drop`). */
  readonly whenFull?: 'wait' | 'drop';

  /** Time for a request and its answer, in milliseconds; 30,000. */
  readonly requestTimeoutMs?: number;
  /** Longest wait after the first failure, doubling with each further one, in milliseconds; 500. */
  readonly retryBaseMs?: number;
  /** Longest wait between two attempts, in milliseconds; 30,000. A longer `Retry-After` is heeded. */
  readonly retryCapMs?: number;

  /** Send what is left when the process ends by itself, or on SIGTERM and SIGINT; true. */
  readonly flushOnExit?: boolean;
  /** How long that may take, in milliseconds; 5,000. */
  readonly exitTimeoutMs?: number;

  /** Told of every event that the service refused, with the reason. Without it, a process warning, once for each code. */
  readonly onRejected?: (rejected: Rejected, event: Envelope) => void;
  /** Told of every event that is given up. Without it, a process warning, once for each reason. */
  readonly onDropped?: (event: Envelope, reason: DropReason) => void;
  /** Told when a whole request is refused (401, 403, 415 …). Without it, a process warning, once for each code. */
  readonly onError?: (error: ClientError) => void;
  /** Told why a request failed, and after how many milliseconds the same events are sent again. */
  readonly onRetry?: (reason: string, delayMs: number) => void;

  readonly clock?: Clock;
  /** From 0 to below 1. */
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
  readonly newId?: () => string;
}
