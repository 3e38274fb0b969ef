import type { IngestAnswer, Rejected } from '@callsight/contract/events/verdict';
import { ClientError } from './client-error.js';
import { retryAfterMs } from './retry-after.js';
import type { Verdict } from './verdict.js';

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** The header `Retry-After`. */
  readonly retryAfter: string | null;
  readonly body: string;
}

const SHOWN = 300;

const ADVICE: Readonly<Record<number, string>> = {
  401: 'the API key is missing, not known, expired or revoked',
  403: 'the API key may not send events here',
  404: 'there is no Callsight at this address',
  415: 'the content type is not taken there; something between may have changed it',
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A proxy's page of HTML, say. Whoever asked tells it as an unexpected answer.
    return undefined;
  }
}

const isRejected = (value: unknown, events: number): value is Rejected =>
  isRecord(value) &&
  Number.isInteger(value['index']) &&
  (value['index'] as number) >= 0 &&
  (value['index'] as number) < events;

/** The answer of the service, if it is one and accounts for exactly so many events. */
function ingestAnswer(body: string, events: number): IngestAnswer | undefined {
  const value = parse(body);
  if (!isRecord(value) || !Array.isArray(value['rejected'])) return undefined;
  const { accepted, duplicates, rejected } = value as { accepted: unknown; duplicates: unknown; rejected: unknown[] };
  if (typeof accepted !== 'number' || typeof duplicates !== 'number') return undefined;
  if (accepted + duplicates + rejected.length !== events) return undefined;
  const listed = rejected.filter((one) => isRejected(one, events));
  if (new Set(listed.map(({ index }) => index)).size !== rejected.length) return undefined;
  return { accepted, duplicates, rejected: listed };
}

/** What an error answer says, without the key, should something have echoed it. */
function errorOf(body: string, key: string): { readonly code: string; readonly message: string } {
  const value = parse(body);
  const error = isRecord(value) && isRecord(value['error']) ? value['error'] : {};
  const text = (part: unknown): string => (typeof part === 'string' ? part.replaceAll(key, '…').slice(0, SHOWN) : '');
  return { code: text(error['code']) || 'unexpected_answer', message: text(error['message']) };
}

const isAgain = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * Reads what an answer says about a batch.
 * @param events how many were sent
 * @param key is kept out of every message
 * @param now epoch milliseconds
 */
export function readAnswer(answer: HttpAnswer, events: number, key: string, now: number): Verdict {
  const { status, body } = answer;
  const settled = status === 202 || status === 400 ? ingestAnswer(body, events) : undefined;
  if (settled !== undefined) return { kind: 'settled', answer: settled };
  const { code, message } = errorOf(body, key);
  const said = [`answered ${status}`, ADVICE[status], message].filter((part) => part !== undefined && part !== '');
  if (status === 413) return { kind: 'too_large', message: said.join(': ') };
  if (isAgain(status)) {
    const askedMs = retryAfterMs(answer.retryAfter, now);
    return { kind: 'again', reason: said.join(': '), ...(askedMs === undefined ? {} : { askedMs }) };
  }
  if (status < 400) said.push('this is not how Callsight answers; check the URL');
  return { kind: 'refused', error: new ClientError(code, `events were not taken: ${said.join(': ')}`, status) };
}
