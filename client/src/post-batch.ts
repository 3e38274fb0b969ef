import { readAnswer } from './read-answer.js';
import type { Settings } from './settings.js';
import type { Verdict } from './verdict.js';

const MEDIA_TYPE = 'application/cloudevents-batch+json';
const LATE = Symbol('late');

/** `fetch` says "fetch failed" and hides the reason, such as ECONNREFUSED, in the cause. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  return `no answer: ${String(code ?? message)}`;
}

/**
 * Sends one batch, once. Never rejects: whatever goes wrong is a verdict.
 * @param events JSON texts of the events
 * @param stop ends the request early
 */
export async function postBatch(settings: Settings, events: readonly string[], stop: AbortSignal): Promise<Verdict> {
  const { address, key, clock, fetch, requestTimeoutMs } = settings;
  const request = new AbortController();
  const abort = (): void => request.abort();
  const cancel = clock.after(requestTimeoutMs, () => request.abort(LATE));
  stop.addEventListener('abort', abort);
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': MEDIA_TYPE },
      body: `[${events.join(',')}]`,
      // A POST that is sent on elsewhere loses its body or its key.
      redirect: 'manual',
      signal: request.signal,
    });
    const { status, headers } = response;
    const answer = { status, retryAfter: headers.get('retry-after'), body: await response.text() };
    return readAnswer(answer, events.length, key, clock.now());
  } catch (error) {
    return { kind: 'again', reason: error === LATE ? `no answer within ${requestTimeoutMs} ms` : reasonOf(error) };
  } finally {
    cancel();
    stop.removeEventListener('abort', abort);
  }
}
