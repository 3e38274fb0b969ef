import type { ResolvedFilter } from './filter.js';

/**
 * Rows that aggregates run over. `appointments` and `payments` are those that belong to a call; `presence` is the calls as
 * spans of time, for what happens at once; `uptime` is the checks as spans of time; `pipeline` is what this service observed of itself.
 */
export type Dataset = 'calls' | 'turns' | 'appointments' | 'payments' | 'samples' | 'presence' | 'uptime' | 'pipeline';

const LINKED = 'call_id IS NOT NULL';

/** SQL condition on the rows of a table that its dataset has; a dataset without one has them all. */
export const ROWS_OF_DATASET: Readonly<Partial<Record<Dataset, string>>> = { appointments: LINKED, payments: LINKED };

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
  readonly float?: Float;
  /** Whether the result changes with the hour, though no row does: its conditions name `NOW`. */
  readonly dependsOnNow?: true;
}

/** Stands for the present instant (epoch microseconds) in SQL, until a query is asked. */
export const NOW = '{now}';

/**
 * A value that is a floating-point number. Sums and means of those must not depend on the order in which rows lie, so that
 * the same rows give the same number to the last digit, wherever they came from. Values of a `bounded` size are added as
 * decimals, which is exact; of `any` others those that are neither huge nor tiny.
 */
export type Float = 'bounded' | 'any';

type Template = (value: string, filter: string) => string;

const DECIMAL = 'DECIMAL(38, 15)';

const decimal = (value: string): string => `CAST(${value} AS ${DECIMAL})`;

const USUAL = '(abs(v) BETWEEN 1e-3 AND 1e12 OR v = 0)';

/** Sum of what fits into a decimal, and of the rest. */
const sumOfAny: Template = (value, filter) => {
  const usual = USUAL.replaceAll('v', value);
  const fits = `sum(CASE WHEN ${usual} THEN ${decimal(value)} END)${filter}::DOUBLE`;
  const rest = `fsum(CASE WHEN NOT ${usual} THEN ${value} END)${filter}`;
  return `CASE WHEN count(${value})${filter} > 0 THEN coalesce(${fits}, 0) + coalesce(${rest}, 0) END`;
};

const FLOAT_SQL: Readonly<Record<Float, Readonly<Record<string, Template>>>> = {
  bounded: {
    sum: (value, filter) => `sum(${decimal(value)})${filter}`,
    mean: (value, filter) => `avg(${decimal(value)})${filter}`,
  },
  any: {
    sum: sumOfAny,
    mean: (value, filter) => `(${sumOfAny(value, filter)}) / count(${value})${filter}`,
  },
};

/** Result of an aggregate in SQL: a template around the value of a row. */
const AGGREGATE_SQL: Readonly<Record<string, Template>> = {
  count: (_value, filter) => `count(*)${filter}`,
  sum: (value, filter) => `sum(${value})${filter}`,
  mean: (value, filter) => `avg(${value})${filter}`,
  min: (value, filter) => `min(${value})${filter}`,
  max: (value, filter) => `max(${value})${filter}`,
  unique: (value, filter) => `count(DISTINCT ${value})${filter}`,
  variance: (value, filter) => `var_samp(${value})${filter}`,
};

const QUANTILES: Readonly<Record<string, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** The share of values that lie below; undefined for an aggregate that is no percentile. */
export const quantileOf = ({ name }: Aggregate): number | undefined => QUANTILES[name];

const filterOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` FILTER (WHERE ${conditions.join(' AND ')})`;

const conditionsOf = ({ where }: Aggregate, further: readonly string[]): string[] => [
  ...(where === undefined ? [] : [where]),
  ...further,
];

/**
 * SQL of percentiles (linear interpolation) of one value under one condition, as a list: one pass over the values and one
 * order of them, however many percentiles are asked.
 * @param further conditions on a row besides its own
 */
export function quantilesSql(aggregate: Aggregate, quantiles: readonly number[], further: readonly string[]): string {
  const filter = filterOf(conditionsOf(aggregate, further));
  return `quantile_cont((${aggregate.value ?? ''}), [${quantiles.join(', ')}])${filter}`;
}

/** SQL of an aggregate. @param further conditions on a row besides its own */
export function aggregateSql(aggregate: Aggregate, further: readonly string[] = []): string {
  const { name, value, float } = aggregate;
  const conditions = conditionsOf(aggregate, further);
  // Half the time of count(*) with a filter, which cuts a selection out of every vector first.
  if (name === 'count' && conditions.length > 0) return `count_if(${conditions.join(' AND ')})`;
  const template = (float === undefined ? undefined : FLOAT_SQL[float][name]) ?? AGGREGATE_SQL[name];
  const quantile = quantileOf(aggregate);
  if (quantile !== undefined) return `(${quantilesSql(aggregate, [quantile], further)})[1]`;
  return template?.(`(${value ?? ''})`, filterOf(conditions)) ?? 'NULL';
}

const ZERO_WHEN_EMPTY: ReadonlySet<string> = new Set(['count', 'sum', 'unique']);

interface Options {
  readonly where?: string;
  readonly divisor?: number;
  readonly isMoney?: true;
  readonly float?: Float;
  readonly filters?: readonly ResolvedFilter[];
  readonly dependsOnNow?: true;
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
