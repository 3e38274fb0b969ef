import type { Clock } from '../src/clock.js';

/** A clock whose waits are over at once and move it on. */
export class ManualClock implements Clock {
  readonly waits: number[] = [];

  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  async wait(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.time += milliseconds;
    await Promise.resolve();
  }
}
