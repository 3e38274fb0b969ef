import { isUtf8 } from 'node:buffer';
import { LIMITS } from '@callsight/contract/limits';
import { refusal } from '../events/refusal.js';
import { parseEvent, type Offered } from './intake.js';

const NEWLINE = 0x0a;

const tooLong = (start: Buffer): Offered => ({
  value: undefined,
  text: start.toString().slice(0, 1_024),
  refusal: refusal('event_too_large', `the line is longer than ${LIMITS.eventBytes} bytes`),
});

function readLine(line: Buffer): Offered | undefined {
  if (line.length > LIMITS.eventBytes) return tooLong(line);
  if (!isUtf8(line))
    return { value: undefined, text: '(not UTF-8)', refusal: refusal('invalid_utf8', 'the line is not valid UTF-8') };
  const text = line.toString().trim();
  return text === '' ? undefined : parseEvent(text);
}

/**
 * Cuts a stream into lines and yields the events of each piece that arrived. Memory is bounded by the longest line that
 * is read: of a longer one only the beginning is kept, and the rest is passed over.
 */
export async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<Offered[]> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    const offered: Offered[] = [];
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      const line = rest.length === 0 ? piece.subarray(from, end) : Buffer.concat([...rest, piece.subarray(from, end)]);
      const isLong = length + end - from > LIMITS.eventBytes;
      const one = isLong ? tooLong(line) : readLine(line);
      if (one !== undefined) offered.push(one);
      rest = [];
      length = 0;
      from = end + 1;
    }
    length += piece.length - from;
    const kept = rest.reduce((sum, part) => sum + part.length, 0);
    if (from < piece.length && kept <= LIMITS.eventBytes) rest.push(piece.subarray(from));
    if (offered.length > 0) yield offered;
  }
  const last = length > LIMITS.eventBytes ? tooLong(Buffer.concat(rest)) : readLine(Buffer.concat(rest));
  if (last !== undefined) yield [last];
}
