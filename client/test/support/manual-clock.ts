import type { Clock } from '../../src/clock.js';

interface Timer {
  readonly at: number;
  readonly ms: number;
  readonly run: () => void;
}

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #watchers: { readonly ms: number; readonly seen: () => void }[] = [];
  #now: number;

  constructor(now = Date.UTC(2026, 10, 20, 10)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, ms, run };
    this.#timers.add(timer);
    const seen = this.#watchers.filter((watcher) => watcher.ms === ms);
    this.#watchers = this.#watchers.filter((watcher) => watcher.ms !== ms);
    for (const watcher of seen) watcher.seen();
    return () => this.#timers.delete(timer);
  }

  /** Milliseconds of the timers that are running. */
  get running(): number[] {
    return [...this.#timers].map(({ ms }) => ms).sort((a, b) => a - b);
  }

  /** Resolves as soon as a timer of this many milliseconds is running. */
  async started(ms: number): Promise<void> {
    if (this.running.includes(ms)) return;
    await new Promise<void>((seen) => this.#watchers.push({ ms, seen }));
  }

  /** Resolves when no timer of this many milliseconds is running, and what follows from that has been done. */
  async ended(ms: number): Promise<void> {
    do await new Promise((turn) => setImmediate(turn));
    while (this.running.includes(ms));
    await new Promise((turn) => setImmediate(turn));
  }

  /** Moves time on and runs what is due. */
  advance(ms: number): void {
    this.#now += ms;
    const due = [...this.#timers].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    for (const timer of due) if (this.#timers.delete(timer)) timer.run();
  }
}
