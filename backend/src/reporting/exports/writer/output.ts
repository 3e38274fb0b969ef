import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import type { WriterOutput } from './writer-messages.js';

/** A reader has taken nothing for too long. */
export class Stalled extends Error {
  override readonly name = 'Stalled';
}

/** Where the service reads a stream. Stdout would do, were it sure to be written without blocking. */
export const STREAM_FD = 4;

/** Where a file goes, with what it takes at a time. */
export class Output {
  readonly #stream: Writable;
  readonly #stallMs: number | undefined;
  #bytes = 0;

  constructor(output: WriterOutput) {
    this.#stream =
      output.kind === 'stream'
        ? new Socket({ fd: STREAM_FD, readable: false, writable: true })
        : createWriteStream(output.path, { flags: 'wx', mode: 0o600, flush: true });
    this.#stallMs = output.kind === 'stream' ? output.stallMs : undefined;
    // It fails where it is awaited.
    this.#stream.on('error', () => undefined);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when more can be taken. @throws Stalled, or what keeps the stream from writing */
  async write(bytes: Uint8Array): Promise<void> {
    this.#bytes += bytes.length;
    if (this.#stream.errored !== null) throw this.#stream.errored;
    if (!this.#stream.write(bytes)) await this.#within(once(this.#stream, 'drain'));
  }

  /** Resolves when everything has been taken; a file is on disk then. */
  async end(): Promise<void> {
    this.#stream.end();
    await this.#within(finished(this.#stream));
  }

  async #within(taken: Promise<unknown>): Promise<void> {
    if (this.#stallMs === undefined) {
      await taken;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    const stalled = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Stalled('the reader took nothing for too long')), this.#stallMs);
    });
    try {
      await Promise.race([taken, stalled]);
    } finally {
      clearTimeout(timer);
    }
  }
}
