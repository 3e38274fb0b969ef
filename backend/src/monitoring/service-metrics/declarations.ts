import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DistributionReading } from '../../lib/telemetry/distribution.js';
import type { ServiceReadings } from './service-readings.js';

type Labels = Readonly<Record<string, string>>;
export type Series<T> = readonly (readonly [Labels, T])[];

/** A value of a histogram, as `prom-client` writes it. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

function samplesOf(name: string, labels: Labels, { bounds, counts, sum }: DistributionReading): Sample[] {
  let count = 0;
  const buckets = counts.map((inBucket, index) => {
    count += inBucket;
    return { metricName: `${name}_bucket`, labels: { ...labels, le: bounds[index] ?? '+Inf' }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}

/** A histogram whose values are counted elsewhere and read when it is asked for. */
class GivenHistogram extends Histogram {
  readonly #about: { readonly name: string; readonly help: string };
  readonly #read: () => Series<DistributionReading>;

  constructor(about: { name: string; help: string }, registry: Registry, read: () => Series<DistributionReading>) {
    super({ ...about, registers: [registry] });
    this.#about = about;
    this.#read = read;
  }

  override get(): ReturnType<Histogram['get']> {
    const { name } = this.#about;
    const values = this.#read().flatMap(([labels, reading]) => samplesOf(name, labels, reading));
    // The declared type has no place for the kind; the text is made from it.
    return Promise.resolve({ ...this.#about, type: 'histogram', values, aggregator: 'sum' } as never);
  }

  /** What the registry asks in place of `get`, for speed. */
  getForPromString(): ReturnType<Histogram['get']> {
    return this.get();
  }
}

/** The readings of one request, which the metrics are filled from. */
export interface Reading {
  readonly readings: ServiceReadings;
  /** The only tenant of which anything is shown by name; all if undefined. */
  readonly tenant: string | undefined;
}

/** Declares a metric of each kind; its series are read when the text is made. */
export class Declarations {
  readonly #registry: Registry;
  readonly #reading: () => Reading;

  constructor(registry: Registry, reading: () => Reading) {
    this.#registry = registry;
    this.#reading = reading;
  }

  counter(name: string, help: string, read: (reading: Reading) => Series<number>, labelNames: string[] = []): void {
    const reading = this.#reading;
    new Counter({
      ...{ name, help, labelNames, registers: [this.#registry] },
      collect() {
        this.reset();
        // One without labels is 0 after that, also where there is nothing to be read.
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of read(reading())) this.inc(labels, value);
      },
    });
  }

  gauge(name: string, help: string, read: (reading: Reading) => Series<number>, labelNames: string[] = []): void {
    const reading = this.#reading;
    new Gauge({
      ...{ name, help, labelNames, registers: [this.#registry] },
      collect() {
        this.reset();
        // One without labels is 0 after that, also where there is nothing to be read.
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of read(reading())) this.set(labels, value);
      },
    });
  }

  histogram(name: string, help: string, read: (reading: Reading) => Series<DistributionReading>): void {
    new GivenHistogram({ name, help }, this.#registry, () => read(this.#reading()));
  }
}
