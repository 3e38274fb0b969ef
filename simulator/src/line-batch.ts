import type { SimulatedEvent } from './simulated-event.js';

export interface BatchLimits {
  readonly lines: number;
  readonly bytes: number;
}

/** Lines of NDJSON for one request. */
export class LineBatch {
  private lines: string[] = [];
  private size = 0;

  constructor(private readonly limits: BatchLimits) {}

  get empty(): boolean {
    return this.lines.length === 0;
  }

  /** Whether the batch is best sent now; a batch may exceed the limit of bytes by one event. */
  get full(): boolean {
    return this.lines.length >= this.limits.lines || this.size >= this.limits.bytes;
  }

  add(event: SimulatedEvent): void {
    const line = JSON.stringify(event);
    this.lines.push(line);
    this.size += Buffer.byteLength(line) + 1;
  }

  /** Empties the batch. */
  take(): { readonly body: string; readonly events: number } {
    const taken = { body: `${this.lines.join('\n')}\n`, events: this.lines.length };
    this.lines = [];
    this.size = 0;
    return taken;
  }
}
