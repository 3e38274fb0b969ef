/** What a quiet tenant does, and for how long. */
export interface QuietDay {
  readonly url: string;
  readonly key: string;
  readonly seconds: number;
  readonly seed: number;
}

/** What it has seen. Latencies in milliseconds, sorted. */
export interface QuietSeen {
  readonly events: readonly number[];
  readonly health: readonly number[];
  readonly questions: readonly number[];
  /** Replies that were no success. */
  readonly failed: readonly string[];
}

export interface Client {
  /** @returns the status of the reply */
  readonly send: (path: string, body?: string | ReadableStream, headers?: object) => Promise<string>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** @param key an empty one sends none */
export function clientOf(url: string, key: string): Client {
  return {
    send: async (path, body, headers = JSON_TYPE) => {
      const response = await fetch(url + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...(key === '' ? {} : { authorization: `Bearer ${key}` }), ...headers },
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      });
      await response.arrayBuffer();
      return String(response.status);
    },
  };
}

/** Repeats something until the time is over, in `performance.now()`. */
export async function until(end: number, work: () => Promise<unknown>): Promise<void> {
  while (performance.now() < end) await work();
}
