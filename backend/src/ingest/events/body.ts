import { isUtf8 } from 'node:buffer';
import { LIMITS } from '@callsight/contract/limits';
import { refusal } from '../../lib/schema/refusal.js';
import type { Turns } from '../../lib/scheduling/turns.js';
import { invalidJson, tooLarge, type Offered } from './intake.js';
import { arrayPieces, NotAnArray } from './json-array.js';

/** What a JSON body offers. */
export interface Body {
  readonly offered: readonly Offered[];
  /** The text, for a look at the characters in it. */
  readonly text: string;
}

/** Characters that are parsed at once: about a millisecond of the thread. */
const MAX_PIECE = 65_536;

/** One character more than is kept of a refused event, so that the quarantine knows that there was more. */
const MAX_KEPT = LIMITS.eventBytes + 1;

const unreadable = (text: string, reason: ReturnType<typeof refusal>): Body => {
  const kept = text.slice(0, MAX_KEPT);
  return { text: kept, offered: [{ value: undefined, text: kept, refusal: reason }] };
};

const isArray = (text: string): boolean => /^[\t\n\r ]*\[/.test(text);

/** Reads a large array piece by piece, each in its turn. @throws SyntaxError, NotAnArray */
async function readPieces(text: string, turns: Turns): Promise<Offered[]> {
  const offered: Offered[] = [];
  for (const piece of arrayPieces(text, MAX_PIECE, LIMITS.eventBytes)) {
    if (piece?.isTooLong === true) offered.push(tooLarge(piece.text));
    else if (piece !== undefined)
      for (const value of JSON.parse(`[${piece.text}]`) as unknown[]) offered.push({ value });
    await turns.next();
  }
  return offered;
}

async function readArray(text: string, turns: Turns): Promise<Body> {
  try {
    const offered =
      text.length > LIMITS.eventBytes
        ? await readPieces(text, turns)
        : (JSON.parse(text) as unknown[]).map((value): Offered => ({ value }));
    return { text, offered };
  } catch (error) {
    const reason =
      error instanceof NotAnArray
        ? refusal('invalid_json', `not valid JSON at character ${error.at}`)
        : invalidJson(error);
    return unreadable(text, reason);
  }
}

function readOne(text: string): Body {
  if (text.length > LIMITS.eventBytes) return { text, offered: [tooLarge(text)] };
  try {
    return { text, offered: [{ value: JSON.parse(text) as unknown, text }] };
  } catch (error) {
    return unreadable(text, invalidJson(error));
  }
}

/**
 * Reads a JSON body: one event, or an array of them. A body that is not valid JSON as a whole offers nothing of what is in
 * it. However large it is, it does not hold the thread for longer than a few milliseconds at a time.
 * @param turns shared by all that reads large bodies
 */
export async function readBody(bytes: Buffer, shape: 'one' | 'many' | 'either', turns: Turns): Promise<Body> {
  if (!isUtf8(bytes)) return unreadable('(not UTF-8)', refusal('invalid_utf8', 'the body is not valid UTF-8'));
  const text = bytes.toString();
  if (isArray(text)) {
    const body = await readArray(text, turns);
    return shape === 'one' && body.offered.every((one) => one.refusal?.code !== 'invalid_json')
      ? unreadable(
          text,
          refusal('not_an_object', 'expected one event; send arrays as application/cloudevents-batch+json'),
        )
      : body;
  }
  const body = readOne(text);
  return shape === 'many' && body.offered[0]?.refusal === undefined
    ? unreadable(text, refusal('not_an_array', 'expected an array of events'))
    : body;
}
