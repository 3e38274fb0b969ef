import { httpPost, PostFailed } from '../../lib/net/http-post.js';
import { AddressRefused, type NetworkPolicy } from '../../lib/net/resolve-host.js';
import type { DeliveryOutcome } from '../smtp/outcome.js';

/** Enough for an error of one line. */
const MAX_ANSWER_BYTES = 400;

/** Told to come back later: too early, too often, too slow. */
const LATER: ReadonlySet<number> = new Set([408, 409, 423, 425, 429]);

function statusOf(code: number): DeliveryOutcome['status'] {
  if (code >= 200 && code < 300) return 'sent';
  return code >= 500 || LATER.has(code) ? 'retry' : 'refused';
}

/**
 * Posts JSON, and says what became of it. A receiver that answers with a redirect refuses: signed content goes where the settings
 * say, and nowhere else.
 * @param showsAnswer whether what it answered may be shown
 */
export async function postReport(
  url: string,
  body: Buffer,
  {
    policy,
    signal,
    headers = {},
    showsAnswer,
  }: {
    readonly policy: NetworkPolicy;
    readonly signal: AbortSignal;
    readonly headers?: Readonly<Record<string, string>>;
    readonly showsAnswer: boolean;
  },
): Promise<Omit<DeliveryOutcome, 'address'>> {
  try {
    const { status, text } = await httpPost(new URL(url), body, {
      policy,
      signal,
      headers: { 'content-type': 'application/json', ...headers },
      maxBytes: MAX_ANSWER_BYTES,
    });
    const said = showsAnswer ? text.replaceAll(/\s+/g, ' ').trim().slice(0, 100) : '';
    return {
      status: statusOf(status),
      code: status,
      message: said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`,
    };
  } catch (error) {
    if (error instanceof AddressRefused) return { status: 'refused', message: error.message };
    // The address is a secret of some receivers, and errors of the system name it.
    const code = codeOf(error);
    const message = code ?? (signal.aborted && error instanceof Error ? error.message : 'the connection failed');
    return { status: error instanceof PostFailed && error.wasSent ? 'unknown' : 'retry', message };
  }
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof PostFailed ? error.cause : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) && code !== 'ABORT_ERR' ? code : undefined;
}
