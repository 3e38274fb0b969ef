import { Distribution, type DistributionReading } from '../../lib/telemetry/distribution.js';

/** How long queries took by their kind, failed ones included, and how often an answer was in memory. */
export class QueryCounts {
  readonly #seconds = new Map<string, Distribution>();
  cacheHits = 0;
  cacheMisses = 0;

  async time<T>(kind: string, work: () => Promise<T>): Promise<T> {
    let seconds = this.#seconds.get(kind);
    if (seconds === undefined) {
      seconds = new Distribution();
      this.#seconds.set(kind, seconds);
    }
    const begin = performance.now();
    try {
      return await work();
    } finally {
      seconds.note((performance.now() - begin) / 1_000);
    }
  }

  noteCache(isHit: boolean): void {
    if (isHit) this.cacheHits += 1;
    else this.cacheMisses += 1;
  }

  get secondsByKind(): Readonly<Record<string, DistributionReading>> {
    return Object.fromEntries([...this.#seconds].map(([kind, seconds]) => [kind, seconds.reading]));
  }
}
