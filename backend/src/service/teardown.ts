import type { Logger } from 'pino';

interface Opened {
  readonly name: string;
  readonly close: () => unknown;
}

/**
 * What was opened, to be closed in reverse: also when the start fails half-way. A part that cannot be closed is logged and
 * keeps none of the others open.
 */
export class Teardown {
  readonly #opened: Opened[] = [];
  readonly #log: Logger;
  #closing: Promise<void> | undefined;
  #isClean = true;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @param close called once, after everything that was opened later has been closed */
  onClose(name: string, close: () => unknown): void {
    this.#opened.push({ name, close });
  }

  /** Whether the start succeeded, and everything that has been closed so far was closed without an error. */
  get isClean(): boolean {
    return this.#isClean;
  }

  /** Closes everything, once, however often it is called. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  /** Closes what was opened before a start failed. */
  async closeAfterFailure(): Promise<void> {
    this.#isClean = false;
    await this.close();
  }

  async #closeAll(): Promise<void> {
    for (const { name, close } of this.#opened.reverse()) {
      try {
        await close();
      } catch (error) {
        this.#isClean = false;
        this.#log.warn({ err: error, part: name }, 'could not be closed in order');
      }
    }
  }
}
