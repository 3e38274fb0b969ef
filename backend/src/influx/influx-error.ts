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
    readonly retryAfterMs?: number,
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

const MOST_TEXT = 300;

/** What the server said, in one line: it answers errors as JSON of different kinds. */
function wordsOf(body: string): string {
  try {
    const { error, message } = JSON.parse(body) as { error?: unknown; message?: unknown };
    const words = message ?? error;
    if (typeof words === 'string') return words.slice(0, MOST_TEXT);
  } catch {
    // An answer of a proxy in between is no JSON.
  }
  return body.trim().slice(0, MOST_TEXT);
}

/** An answer of the server that is no success. */
export const answered = (status: number, body: string, retryAfterMs?: number): InfluxError =>
  new InfluxError(FAULTS[status] ?? 'away', `InfluxDB answered ${status}: ${wordsOf(body)}`, retryAfterMs);
