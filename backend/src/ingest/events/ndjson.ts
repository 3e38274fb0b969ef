import { isUtf8 } from 'node:buffer';
import { LIMITS } from '@callsight/contract/limits';
import { refusal } from '../../lib/schema/refusal.js';
import { parseEvent, tooLarge, type Offered } from './intake.js';

const NEWLINE = 0x0a;

function readLine(line: Buffer): Offered | undefined {
  if (line.length > LIMITS.eventBytes) return tooLarge(line.subarray(0, 4 * 1_024).toString());
  if (!isUtf8(line))
    return { value: undefined, text: '(not UTF-8)', refusal: refusal('invalid_utf8', 'the line is not valid UTF-8') };
  const text = line.toString().trim();
  return text === '' ? undefined : parseEvent(text);
}

/** The bytes of a line that has not ended, in one buffer that doubles: a line in many small pieces costs no more than in one. */
class Rest {
  #bytes = Buffer.alloc(4_096);
  /** Bytes of the line so far; beyond what one line may have they are only counted. */
  #length = 0;
  #kept = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: Buffer): void {
    this.#length += piece.length;
    const room = LIMITS.eventBytes + 1 - this.#kept;
    const part = piece.length > room ? piece.subarray(0, room) : piece;
    if (this.#kept + part.length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(2 * this.#bytes.length, this.#kept + part.length));
      this.#bytes.copy(larger, 0, 0, this.#kept);
      this.#bytes = larger;
    }
    part.copy(this.#bytes, this.#kept);
    this.#kept += part.length;
  }

  /** @returns what the line offers; the next one begins */
  end(): Offered | undefined {
    const line = readLine(this.#bytes.subarray(0, this.#kept));
    this.#length = 0;
    this.#kept = 0;
    return line;
  }
}

/** Bytes of lines that are offered at once: what is parsed and judged without a pause. */
const MAX_BATCH = 32_768;

/**
 * Cuts a stream into lines and yields the events of each piece that arrived. Memory is bounded by the longest line that
 * is read: of a longer one only the beginning is kept, and the rest is passed over.
 */
export async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<Offered[]> {
  const rest = new Rest();
  for await (const piece of stream) {
    let offered: Offered[] = [];
    let from = 0;
    let begin = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      let one: Offered | undefined;
      if (rest.isEmpty) one = readLine(piece.subarray(from, end));
      else {
        rest.add(piece.subarray(from, end));
        one = rest.end();
      }
      if (one !== undefined) offered.push(one);
      from = end + 1;
      if (from - begin < MAX_BATCH) continue;
      if (offered.length > 0) yield offered;
      offered = [];
      begin = from;
    }
    if (from < piece.length) rest.add(piece.subarray(from));
    if (offered.length > 0) yield offered;
  }
  const last = rest.end();
  if (last !== undefined) yield [last];
}
