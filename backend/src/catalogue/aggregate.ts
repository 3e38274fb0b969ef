import type { ResolvedFilter } from './filter.js';

/** Rows that aggregates run over. `presence` is the calls as spans of time, for what happens at once. */
export type Dataset = 'calls' | 'turns' | 'samples' | 'presence';

/** One aggregate of a dataset. All its SQL comes from the catalogue; what a user wrote is in `filters`, and is bound. */
export interface Aggregate {
  /** As people read it, such as `count` or `p95`. */
  readonly name: string;
  readonly dataset: Dataset;
  /** SQL over one row; absent for a count of rows. */
  readonly value?: string;
  /** SQL condition on one row. */
  readonly where?: string;
  readonly filters?: readonly ResolvedFilter[];
  /** What the result is divided by on its way out, such as 1,000,000 from microseconds to seconds. */
  readonly divisor: number;
  /** Of an empty bucket: 0 for counts and sums, null for the rest. */
  readonly empty: 0 | null;
  /** Amounts of different currencies are never added: there is one result for each. */
  readonly isMoney?: true;
}

/** Result of an aggregate in SQL: a template around the value of a row. */
export const AGGREGATE_SQL: Readonly<Record<string, (value: string) => string>> = {
  count: () => 'count(*)',
  sum: (value) => `sum(${value})`,
  mean: (value) => `avg(${value})`,
  min: (value) => `min(${value})`,
  max: (value) => `max(${value})`,
  unique: (value) => `count(DISTINCT ${value})`,
  p50: (value) => `quantile_cont(${value}, 0.5)`,
  p90: (value) => `quantile_cont(${value}, 0.9)`,
  p95: (value) => `quantile_cont(${value}, 0.95)`,
  p99: (value) => `quantile_cont(${value}, 0.99)`,
};

const ZERO_WHEN_EMPTY: ReadonlySet<string> = new Set(['count', 'sum', 'unique']);

interface Options {
  readonly where?: string;
  readonly divisor?: number;
  readonly isMoney?: true;
  readonly filters?: readonly ResolvedFilter[];
}

/** @param name a key of `AGGREGATE_SQL` */
export function aggregateOf(
  name: string,
  dataset: Dataset,
  value: string | undefined,
  options: Options = {},
): Aggregate {
  const { divisor = 1, ...rest } = options;
  return {
    name,
    dataset,
    ...(value === undefined ? {} : { value }),
    ...rest,
    divisor,
    empty: ZERO_WHEN_EMPTY.has(name) ? 0 : null,
  };
}

export const countOf = (dataset: Dataset, where?: string): Aggregate =>
  aggregateOf('count', dataset, undefined, where === undefined ? {} : { where });
