const FAR = 2 ** 31 - 1;

/** Keeps the process alive while somebody waits for something; the timers of the client itself never do. */
export class KeepAlive {
  #holds = 0;
  #timer: NodeJS.Timeout | undefined;

  async during<T>(work: Promise<T>): Promise<T> {
    this.#holds += 1;
    this.#timer ??= setInterval(() => undefined, FAR);
    try {
      return await work;
    } finally {
      this.#holds -= 1;
      if (this.#holds === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }
}
