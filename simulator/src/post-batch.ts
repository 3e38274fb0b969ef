import { Value } from '@sinclair/typebox/value';
import { IngestAnswer } from '@callsight/contract/events/verdict';
import type { Clock } from './clock.js';
import { retryAfter } from './retry-after.js';
import { SendError } from './send-error.js';

/** With waits that double from half a second this is about half a minute, then nobody is there. */
const MAX_FAILURES_TO_CONNECT = 6;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const SHOWN_OF_BODY = 500;

export interface Destination {
  /** Base address of the service. */
  readonly url: string;
  readonly key: string;
  readonly clock: Clock;
  /** Longest time in milliseconds that one batch is tried again while the service says to wait. */
  readonly patienceMs: number;
  /** Told why, and for how many milliseconds, a batch waits. */
  readonly onRetry?: (reason: string, waitMs: number) => void;
}

/** The service said to come back later, or was not there. */
interface Setback {
  readonly reason: string;
  /** Nobody answered; without patience for long. */
  readonly away: boolean;
  /** How long the service asked to wait. */
  readonly askedMs?: number;
}

const addressOf = (url: string): string => `${url.replace(/\/+$/, '')}/v1/events`;

const answerOf = async (response: Response): Promise<IngestAnswer> => {
  const text = await response.text();
  if (response.status !== 202) {
    throw new SendError(
      `The service answered ${response.status}: ${text.slice(0, SHOWN_OF_BODY) || 'no reason given'}`,
    );
  }
  const answer: unknown = JSON.parse(text);
  if (!Value.Check(IngestAnswer, answer)) {
    throw new SendError(`The service answered 202 with something else: ${text.slice(0, SHOWN_OF_BODY)}`);
  }
  return answer;
};

const connect = async ({ url, key }: Destination, body: string): Promise<Response | Setback> => {
  try {
    return await fetch(addressOf(url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body,
    });
  } catch (error) {
    const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
    return { reason: cause instanceof Error ? cause.message : String(cause), away: true };
  }
};

const tryOnce = async (destination: Destination, body: string): Promise<IngestAnswer | Setback> => {
  const response = await connect(destination, body);
  if (!(response instanceof Response)) return response;
  const { status, headers } = response;
  if (status !== 429 && status !== 503) return answerOf(response);
  await response.body?.cancel();
  const askedMs = retryAfter(headers.get('retry-after'), destination.clock.now());
  return { reason: `answered ${status}`, away: false, ...(askedMs === undefined ? {} : { askedMs }) };
};

/**
 * Posts one body of NDJSON, and again while the service is busy (429, 503) or cannot be reached. Posting twice is safe:
 * events are known by their ids.
 * @throws SendError on any other answer, or when patience ends
 */
export async function postBatch(destination: Destination, body: string): Promise<IngestAnswer> {
  const { clock, onRetry } = destination;
  const deadline = clock.now() + destination.patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    const result = await tryOnce(destination, body);
    if ('accepted' in result) return result;
    const waitMs = Math.min(LONGEST_WAIT, result.askedMs ?? FIRST_WAIT * 2 ** attempt);
    const gone = result.away && attempt >= MAX_FAILURES_TO_CONNECT;
    if (gone || clock.now() + waitMs > deadline) {
      throw new SendError(`${destination.url} does not take events: ${result.reason}`);
    }
    onRetry?.(result.reason, waitMs);
    await clock.wait(waitMs);
  }
}
