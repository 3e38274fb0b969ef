import type { Millis } from '../../lib/time/units.js';

/**
 * Why InfluxDB did not do what it was asked:
 * - `away`: no connection, no answer in time, or an answer that says "not now" (429, 5xx): ask again later
 * - `denied`: it does not know us, or not our bucket (401, 403, 404): ask again later, and tell somebody
 * - `refused`: something in this request is not acceptable to it (400, 413, 422): asking again would not help
 */
export type InfluxFault = 'away' | 'denied' | 'refused';

export class InfluxError extends Error {
  override readonly name = 'InfluxError';
  constructor(
    readonly fault: InfluxFault,
    message: string,
    /** Milliseconds after which the server wants to be asked again, if it said so. */
    readonly retryAfterMs?: Millis,
    /** Whether the server may have done, or may yet do, what it was asked: it got the request, and no answer came. */
    readonly mayBeDone: boolean = false,
  ) {
    super(message);
  }
}

const FAULTS: Readonly<Record<number, InfluxFault>> = {
  400: 'refused',
  401: 'denied',
  403: 'denied',
  404: 'denied',
  413: 'refused',
  422: 'refused',
};

/** Answers of a server that did not begin; any other 5xx may come from a proxy, or from a server that goes on. */
const NOT_BEGUN: readonly number[] = [429, 503];

/** Long enough for both bounds of a retention and the series that they were broken in. */
const MAX_TEXT = 1_000;

/** What the server said, in one line: it answers errors as JSON of different kinds. */
function wordsOf(body: string): string {
  try {
    const { error, message } = JSON.parse(body) as { error?: unknown; message?: unknown };
    const words = message ?? error;
    if (typeof words === 'string') return words.slice(0, MAX_TEXT);
  } catch {
    // An answer of a proxy in between is no JSON.
  }
  return body.trim().slice(0, MAX_TEXT);
}

/** What the two lines say of a server that does not have what this service needs in it. */
const MISSING: readonly (readonly [RegExp, string])[] = [
  [/database not found|bucket .*not found|could not find bucket/i, 'callsight setup influx creates it'],
  [/unauthorized|authorization failed|unable to parse authentication/i, 'callsight setup influx makes credentials'],
];

/** The words of the server, and which command creates what it misses. */
export function withWayOut(words: string): string {
  const command = MISSING.find(([pattern]) => pattern.test(words))?.[1];
  return command === undefined ? words : `${words} (${command})`;
}

/** An answer of the server that is no success. */
export function answered(status: number, body: string, retryAfterMs?: number): InfluxError {
  const fault = FAULTS[status] ?? 'away';
  const mayBeDone = fault === 'away' && !NOT_BEGUN.includes(status);
  return new InfluxError(fault, `InfluxDB answered ${status}: ${withWayOut(wordsOf(body))}`, retryAfterMs, mayBeDone);
}

/** Errors of a connection that never came about. */
const NO_CONNECTION = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS_.*|.*CERT.*)$/;

/** No answer at all. @param code of the system or of TLS */
export const unanswered = (code: string | undefined, message: string | undefined): InfluxError =>
  new InfluxError(
    'away',
    `no answer from InfluxDB (${code ?? message ?? 'connection failed'})`,
    undefined,
    !NO_CONNECTION.test(code ?? ''),
  );
