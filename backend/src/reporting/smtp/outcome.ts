import type { Phase, Reply, Transcript } from './transcript.js';

/** What became of a mail for one address. */
export interface Outcome {
  readonly address: string;
  /**
   * `refused`: never, `retry`: perhaps later, `unknown`: the connection was lost after the last byte, so that it may have
   * arrived.
   */
  readonly status: 'sent' | 'refused' | 'retry' | 'unknown';
  /** Of SMTP. */
  readonly code?: number;
  /** The answer itself, or why there was none. */
  readonly message: string;
  /** How far the conversation came. */
  readonly phase: Phase;
  /** The message is larger than the server takes, or than the settings allow: links may go in the place of attachments. */
  readonly isTooLarge?: true;
}

/** What becomes of a report for an address or a target, whatever it goes over. */
export type DeliveryOutcome = Pick<Outcome, 'address' | 'status' | 'code' | 'message'>;

/** 552 and 5.3.4 are of messages that are too large, 5.2.2 of mailboxes that are full. */
const isTooLarge = ({ code, text }: Reply): boolean =>
  /\b5\.(?:3\.4|2\.3)\b/.test(text) || ((code === 552 || code === 523) && !/\b5\.2\.2\b/.test(text));

const statusOf = (code: number): Outcome['status'] => (code < 400 ? 'sent' : code < 500 ? 'retry' : 'refused');

/** The answer that decides for an address: the first that is no consent. */
function decisive(transcript: Transcript, index: number): { readonly reply: Reply; readonly phase: Phase } | undefined {
  const { mailFrom, data, end } = transcript.replies;
  const candidates: readonly (readonly [Reply | undefined, Phase])[] = [
    [mailFrom, 'mail-from'],
    [transcript.replies.recipients[index], 'rcpt'],
    [data, 'data-asked'],
    [end, 'body-sent'],
  ];
  for (const [reply, phase] of candidates) if (reply !== undefined && reply.code >= 400) return { reply, phase };
  return end === undefined ? undefined : { reply: end, phase: 'body-sent' };
}

/**
 * What became of each address, from what the server answered to it. Faults of the whole connection are tried again, unless the
 * last byte had gone.
 * @param failure why the conversation ended before its end
 */
export function outcomesOf(
  transcript: Transcript,
  addresses: readonly string[],
  failure: { readonly message: string; readonly isTooLarge: boolean } | undefined,
): readonly Outcome[] {
  return addresses.map((address, index): Outcome => {
    const decided = decisive(transcript, index);
    if (decided !== undefined) {
      const { reply, phase } = decided;
      const tooLarge = phase !== 'rcpt' || /\b5\.3\.4\b/.test(reply.text) ? isTooLarge(reply) : false;
      return {
        address,
        status: statusOf(reply.code),
        code: reply.code,
        message: reply.text,
        phase,
        ...(tooLarge ? { isTooLarge: true } : {}),
      };
    }
    const { phase } = transcript;
    const message = failure?.message ?? 'the server gave no answer';
    if (failure?.isTooLarge === true) return { address, status: 'refused', message, phase, isTooLarge: true };
    return { address, status: phase === 'body-sent' ? 'unknown' : 'retry', message, phase };
  });
}
