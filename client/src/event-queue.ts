import type { QueuedEvent } from './queued-event.js';

export interface QueueLimits {
  readonly maxQueueEvents: number;
  /** Of the events' JSON. */
  readonly maxQueueBytes: number;
}

interface Waiting {
  readonly event: QueuedEvent;
  readonly enter: () => void;
}

/**
 * Events in the order in which they came. So many are held; the rest waits in front of the door, each with a promise that
 * resolves when it has come in. An event leaves only when its fate is known, so what is on its way counts as held.
 */
export class EventQueue {
  readonly #limits: QueueLimits;
  readonly #held: QueuedEvent[] = [];
  readonly #waiting: Waiting[] = [];
  #bytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** Events held and waiting. */
  get length(): number {
    return this.#held.length + this.#waiting.length;
  }

  /** Bytes of the events that are held. */
  get bytes(): number {
    return this.#bytes;
  }

  hasRoom(event: QueuedEvent): boolean {
    return this.#waiting.length === 0 && this.#fits(event);
  }

  /** Takes an event in. @returns undefined if there was room, or else a promise that resolves when there is */
  push(event: QueuedEvent): Promise<void> | undefined {
    if (this.hasRoom(event)) {
      this.#hold(event);
      return undefined;
    }
    return new Promise((enter) => this.#waiting.push({ event, enter }));
  }

  /**
   * The first events, at least one, which stay where they are.
   * @param maxBytes of the batch as a JSON array; one event alone may be larger
   */
  head(maxEvents: number, maxBytes: number): readonly QueuedEvent[] {
    let bytes = 1;
    let count = 0;
    for (const event of this.#held) {
      bytes += event.bytes + 1;
      if (count > 0 && (count >= maxEvents || bytes > maxBytes)) break;
      count += 1;
    }
    return this.#held.slice(0, count);
  }

  /** Takes the first events out and lets in as many as then have room. */
  remove(count: number): void {
    for (const event of this.#held.splice(0, count)) this.#bytes -= event.bytes;
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.event); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#hold(next.event);
      next.enter();
    }
  }

  /** Takes everything out, and lets nobody wait any longer. */
  clear(): readonly QueuedEvent[] {
    const waiting = this.#waiting.splice(0);
    const all = [...this.#held.splice(0), ...waiting.map(({ event }) => event)];
    this.#bytes = 0;
    for (const { enter } of waiting) enter();
    return all;
  }

  /** An event that is larger than the whole queue may come in alone. */
  #fits(event: QueuedEvent): boolean {
    const { maxQueueEvents, maxQueueBytes } = this.#limits;
    if (this.#held.length === 0) return true;
    return this.#held.length < maxQueueEvents && this.#bytes + event.bytes <= maxQueueBytes;
  }

  #hold(event: QueuedEvent): void {
    this.#held.push(event);
    this.#bytes += event.bytes;
  }
}
