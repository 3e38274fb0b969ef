import type { Event } from './event.js';

/** Events of one entity that are in memory: all of them, so that a fold need not read the disk. */
interface Hot {
  readonly events: Event[];
}

/**
 * The entities that changed lately, oldest first. An entity is in here with all its events or not at all.
 * Bounded by the number of events; what falls out is read again from disk (97 µs a call) when it changes once more.
 */
export class HotCalls {
  readonly #entities = new Map<string, Hot>();
  readonly #maxEvents: number;
  #events = 0;

  constructor(maxEvents: number) {
    this.#maxEvents = maxEvents;
  }

  has(key: string): boolean {
    return this.#entities.has(key);
  }

  events(key: string): readonly Event[] | undefined {
    return this.#entities.get(key)?.events;
  }

  /** Adds to an entity that is hot; does nothing for one that is not. */
  add(key: string, events: readonly Event[]): void {
    const hot = this.#entities.get(key);
    if (hot === undefined) return;
    this.#entities.delete(key);
    this.#entities.set(key, hot);
    hot.events.push(...events);
    this.#grow(events.length);
  }

  /** Takes in an entity with all its events. */
  set(key: string, events: readonly Event[]): void {
    this.delete(key);
    this.#entities.set(key, { events: [...events] });
    this.#grow(events.length);
  }

  delete(key: string): void {
    const hot = this.#entities.get(key);
    if (hot === undefined) return;
    this.#entities.delete(key);
    this.#events -= hot.events.length;
  }

  #grow(count: number): void {
    this.#events += count;
    if (this.#events <= this.#maxEvents) return;
    // In one go: a map that loses its first entry again and again has to step over ever more holes.
    for (const key of this.#entities.keys()) {
      if (this.#events <= this.#maxEvents * 0.9) return;
      this.delete(key);
    }
  }
}
