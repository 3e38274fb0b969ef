import type { Socket } from 'node:net';
import { reasonOfAbort } from '../../../lib/net/resolve-host.js';
import { BadAnswer } from './reason.js';

/** Bytes that a server may say before its line ends. */
const MAX_BYTES = 8_192;

/** Reads a socket line by line. */
export class LineReader {
  readonly #lines: AsyncGenerator<string, undefined>;

  constructor(socket: Socket, signal: AbortSignal) {
    this.#lines = linesOf(socket, signal);
  }

  /** The next line, without its end. @throws BadAnswer when the connection ends or a line has no end; the reason of the signal */
  async next(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done === true) throw new BadAnswer('the server closed the connection before it had answered');
    return line.value;
  }
}

async function* linesOf(socket: Socket, signal: AbortSignal): AsyncGenerator<string, undefined> {
  let text = '';
  try {
    for await (const part of socket as AsyncIterable<Buffer>) {
      text += part.toString('latin1');
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        yield text.slice(0, end).replace(/\r$/, '');
        text = text.slice(end + 1);
      }
      if (text.length > MAX_BYTES) throw new BadAnswer('the server answered with a line that does not end');
    }
  } catch (error) {
    throw signal.aborted ? reasonOfAbort(signal) : error;
  }
  return undefined;
}
