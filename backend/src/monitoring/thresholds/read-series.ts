import type { FrameValue } from '@callsight/contract/query/answer';
import type { Dimension } from '../../analytics/catalogue/dimensions/dimension.js';
import type { Dataset } from '../../analytics/catalogue/language/aggregate.js';
import { aggregatesOf, evaluate, type Expression } from '../../analytics/catalogue/language/expression.js';
import { toMeasured } from '../../analytics/catalogue/language/measured-value.js';
import { toGroupValue } from '../../analytics/query/group-value.js';
import type { RunStatement } from '../../analytics/query/measure.js';
import type { Wanted } from '../../analytics/query/rows-sql.js';
import type { Micros } from '../../lib/time/units.js';
import type { Row } from '../../storage/duckdb/statement.js';
import { spread, unpack } from './packed-series.js';
import { binsStatement, seriesStatement, type Stretch } from './series-sql.js';
import { narrowed, type Watch } from './watch.js';

/** Values of the dimensions of a group. */
export type Group = readonly FrameValue[];

export const keyOfGroup = (group: Group): string => JSON.stringify(group);

/** One column of what was read: for each group `step, value` in turn. */
export interface ReadGroup {
  readonly group: Group;
  /** First step in which the group had any row of the dataset. */
  readonly firstStep: number;
  readonly pairs: Float64Array;
}

type ReadColumn = ReadonlyMap<string, ReadGroup>;

/** Columns that one statement reads at most. */
const MAX_COLUMNS = 60;

interface Request {
  readonly zone: string;
  readonly dataset: Dataset;
  readonly groups: readonly Dimension[];
  readonly stretch: Stretch;
  readonly wanted: Map<string, Wanted>;
}

interface ReaderOptions {
  readonly tenant: string;
  readonly now: Micros;
  readonly run: RunStatement;
}

const nameOf = ({ aggregate, currency }: Wanted): string =>
  JSON.stringify([
    aggregate.name,
    aggregate.value,
    aggregate.where,
    currency,
    aggregate.filters?.map(({ dimension, op, values }) => [dimension.id, op, values]),
  ]);

const groupOf = (row: Row, groups: readonly Dimension[]): Group =>
  groups.map((_, index) => toGroupValue(row[`g${index}`]));

/**
 * Reads series of many thresholds together: what has the same rows, groups and steps is one statement, however many
 * metrics are watched in it.
 */
export class SeriesReader {
  readonly #options: ReaderOptions;
  readonly #requests = new Map<string, Request>();
  readonly #read = new Map<string, Promise<ReadColumn>>();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Says what will be asked for, before anything is read. */
  want(watch: Watch, expression: Expression, currency: string | undefined, stretch: Stretch): void {
    for (const wanted of this.#wantedOf(watch, expression, currency)) {
      const key = this.#keyOf(watch, wanted.aggregate.dataset, stretch);
      const request = this.#requests.get(key) ?? {
        zone: watch.zone,
        dataset: wanted.aggregate.dataset,
        groups: watch.groups,
        stretch,
        wanted: new Map<string, Wanted>(),
      };
      request.wanted.set(nameOf(wanted), wanted);
      this.#requests.set(key, request);
    }
  }

  /** The columns of an expression, by group: how they are combined is left to `valuesOf`. */
  async columns(
    watch: Watch,
    expression: Expression,
    currency: string | undefined,
    stretch: Stretch,
  ): Promise<ReadColumn[]> {
    this.want(watch, expression, currency, stretch);
    return Promise.all(
      this.#wantedOf(watch, expression, currency).map((wanted) =>
        this.#column(this.#keyOf(watch, wanted.aggregate.dataset, stretch), nameOf(wanted)),
      ),
    );
  }

  /** Bins of the values of a percentile: for each group `step, bin, count` in turn. */
  async bins(watch: Watch, stretch: Stretch): Promise<ReadColumn> {
    const { measure, groups, zone } = watch;
    if (measure.kind !== 'percentile') return new Map();
    const { tenant, now, run } = this.#options;
    const { dataset } = measure.aggregate;
    const key = JSON.stringify([
      'bins',
      this.#keyOf(watch, dataset, stretch),
      nameOf({ aggregate: narrowed(measure.aggregate, watch), currency: undefined }),
    ]);
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const source = { tenant, timezone: zone, dataset, groups, now };
    const reading = run(binsStatement(source, stretch, measure.aggregate, watch.filters)).then(
      (rows): ReadColumn =>
        new Map(
          rows.map((row) => {
            const group = groupOf(row, groups);
            const pairs = unpack(row['s0'], 3);
            let firstStep = Infinity;
            for (let at = 0; at < pairs.length; at += 3) firstStep = Math.min(firstStep, pairs[at] ?? Infinity);
            return [keyOfGroup(group), { group, firstStep, pairs }];
          }),
        ),
    );
    this.#read.set(key, reading);
    return reading;
  }

  #wantedOf(watch: Watch, expression: Expression, currency: string | undefined): Wanted[] {
    const { measure } = watch;
    const isAll = measure.kind === 'mean' && measure.totalHasCurrency === true;
    return aggregatesOf(expression).map((aggregate) => ({
      aggregate: narrowed(aggregate, watch),
      currency: isAll || aggregate.isMoney ? currency : undefined,
    }));
  }

  #keyOf({ zone, groups }: Watch, dataset: Dataset, stretch: Stretch): string {
    return JSON.stringify([zone, dataset, groups.map(({ id }) => id), stretch.from, stretch.to, stretch.stepMinutes]);
  }

  #column(requestKey: string, name: string): Promise<ReadColumn> {
    const key = JSON.stringify([requestKey, name]);
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const request = this.#requests.get(requestKey);
    if (request === undefined) throw new Error('a series was not asked for');
    this.#readAll(requestKey, request);
    return this.#read.get(key) ?? Promise.resolve(new Map<string, ReadGroup>());
  }

  /** Reads the columns of a request that have not been read, a statement for so many of them. */
  #readAll(requestKey: string, { zone, dataset, groups, stretch, wanted }: Request): void {
    const { tenant, now, run } = this.#options;
    const left = [...wanted].filter(([name]) => !this.#read.has(JSON.stringify([requestKey, name])));
    for (let at = 0; at < left.length; at += MAX_COLUMNS) {
      const part = left.slice(at, at + MAX_COLUMNS);
      const source = { tenant, timezone: zone, dataset, groups, now };
      const rows = run(
        seriesStatement(
          source,
          stretch,
          part.map(([, one]) => one),
        ),
      );
      for (const [index, [name]] of part.entries())
        this.#read.set(
          JSON.stringify([requestKey, name]),
          rows.then((all) => columnOf(all, groups, index)),
        );
    }
  }
}

function columnOf(rows: readonly Row[], groups: readonly Dimension[], index: number): ReadColumn {
  return new Map(
    rows.map((row) => {
      const group = groupOf(row, groups);
      const first = row['first'];
      const firstStep = first === null || first === undefined ? Infinity : Number(first);
      return [keyOfGroup(group), { group, firstStep, pairs: unpack(row[`s${index}`], 2) }];
    }),
  );
}

/** All groups of some columns. */
export function groupsOf(columns: readonly ReadColumn[]): Map<string, ReadGroup> {
  const groups = new Map<string, ReadGroup>();
  for (const column of columns)
    for (const [key, one] of column) {
      const known = groups.get(key);
      if (known === undefined || one.firstStep < known.firstStep) groups.set(key, one);
    }
  return groups;
}

/**
 * Values of every step of one group.
 * @param columns of the aggregates of the expression, in their order
 */
export function valuesOf(
  expression: Expression,
  columns: readonly ReadColumn[],
  group: string,
  steps: number,
): Float64Array {
  const aggregates = aggregatesOf(expression);
  const spreads = aggregates.map((aggregate, index) =>
    spread(columns[index]?.get(group)?.pairs ?? new Float64Array(0), steps, scaleOf(aggregate)),
  );
  const [only] = spreads;
  if (expression.kind === 'aggregate' && only !== undefined) return only;
  const positions = new Map(aggregates.map((aggregate, index) => [aggregate, index]));
  return Float64Array.from(
    { length: steps },
    (_, step) => evaluate(expression, (one) => spreads[positions.get(one) ?? -1]?.[step] ?? 0) ?? 0,
  );
}

/** What a value of the database is multiplied by to be one of the metric. */
const scaleOf = (aggregate: Parameters<typeof toMeasured>[1]): number => toMeasured(1, aggregate) ?? 1;
