import { Readable } from 'node:stream';

/** A file from its writer to a client. It ends well only when the file is known to be whole. */
export class Stream {
  readonly body: Readable;
  #complete: () => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  /** @param onGone called when the client takes no more */
  constructor(source: Readable, onGone: () => void) {
    const whole = new Promise<void>((resolve, reject) => {
      this.#complete = resolve;
      this.#fail = reject;
    });
    // It fails for whoever reads.
    whole.catch(() => undefined);
    this.body = Readable.from(
      (async function* (): AsyncGenerator<Buffer> {
        for await (const piece of source as AsyncIterable<Buffer>) yield piece;
        await whole;
      })(),
      { objectMode: true, highWaterMark: 1 },
    );
    this.body.once('close', () => {
      if (!this.body.readableEnded) onGone();
    });
  }

  complete(): void {
    this.#complete();
  }

  fail(error: unknown): void {
    const reason = error instanceof Error ? error : new Error(String(error));
    this.#fail(reason);
    this.body.destroy(reason);
  }
}
