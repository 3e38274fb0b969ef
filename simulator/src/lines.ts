/** Share of the calls at the peak that are inbound and stay on the line. */
const THRIFT = 0.72;

/**
 * The lines on which agents can talk at the same time: a queue served first come, first served, from which impatient
 * callers leave (M/G/c with abandonment). Because calls come in the order of their start, the wait of each is the time
 * until the earliest line is free, and nobody else's fate has to be known. Kept as a binary heap of the times at which lines become free.
 */
export class Lines {
  private readonly freeAt: Float64Array;

  constructor(count: number) {
    this.freeAt = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  /**
   * As many lines as a thrifty firm pays for: the mean load of the busiest hour and a little for its swings. That is
   * short on Monday mornings, and the surge of an incident overwhelms it.
   */
  static countFor(callsPerMs: number, meanDurationMs: number): number {
    const erlangs = callsPerMs * meanDurationMs;
    return Math.max(2, Math.round(THRIFT * erlangs + 0.6 * Math.sqrt(erlangs)));
  }

  /** Milliseconds until a line is free for a call that starts at `start`. */
  waitAt(start: number): number {
    return Math.max(0, this.earliest() - start);
  }

  /** Takes the earliest line until `end`. */
  occupy(end: number): void {
    const heap = this.freeAt;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && this.timeOf(right) < this.timeOf(left) ? right : left;
      if (this.timeOf(child) >= end) break;
      heap[place] = this.timeOf(child);
      place = child;
    }
    heap[place] = end;
  }

  private earliest(): number {
    return this.timeOf(0);
  }

  private timeOf(place: number): number {
    return this.freeAt[place] ?? Number.POSITIVE_INFINITY;
  }
}
