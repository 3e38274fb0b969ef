import type { FrameValue } from '@callsight/contract/query/answer';
import { countOf, type Dataset } from '../../catalogue/language/aggregate.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import { dimensionIn, resolveFilter, type ResolvedFilter } from '../../catalogue/language/filter.js';
import { QueryError } from '../../catalogue/language/query-error.js';
import { toGroupValue } from '../group-value.js';
import { NO_SHIFT } from '../local-time.js';
import type { RunStatement } from '../measure.js';
import type { QueryContext } from '../planner.js';
import { rowsStatement } from '../rows-sql.js';
import type { Segment, Segments } from './segment.js';
import { segmentPlan } from './segment-plan.js';
import type { Asked } from './segments-query.js';

const DEFAULT_LIMIT = 20;

interface Reading {
  readonly catalogue: Catalogue;
  readonly context: QueryContext;
  readonly datasets: readonly Dataset[];
  readonly tenant: string;
  readonly run: RunStatement;
}

function dimensionOf(id: string, { catalogue, datasets }: Reading): Dimension {
  const dimension = dimensionIn(id, catalogue.dimensions, datasets, '/segments/by');
  if (dimension.isGroupable) return dimension;
  throw new QueryError(
    'not_groupable',
    `${id} is continuous and cannot be grouped; use it as a filter`,
    '/segments/by',
  );
}

/** Values of a dimension that rows of a range have, the most frequent first; a missing value is one as well. */
async function valuesOf(
  dimension: Dimension,
  filters: readonly ResolvedFilter[],
  limit: number,
  { context, datasets, tenant, run }: Reading,
): Promise<FrameValue[]> {
  const { range } = context;
  const dataset = datasets.find((one) => one === 'calls') ?? datasets[0] ?? 'calls';
  const plan = segmentPlan({ range, filters, groups: [dimension] }, [], context);
  const wanted = [{ aggregate: countOf(dataset), currency: undefined }];
  const { sql, values } = rowsStatement(plan, { tenant, dataset, range, shift: NO_SHIFT }, wanted);
  const rows = await run({ sql: `SELECT g0 FROM (${sql}) ORDER BY a0 DESC, g0 LIMIT ${limit}`, values });
  return rows.map(({ g0 }) => toGroupValue(g0));
}

const textOf = (value: FrameValue): string => (value === null ? '(none)' : String(value));

/** What the asked baseline is as a filter; undefined if the dimension cannot have such a value. */
function baselineFilter(baseline: FrameValue, dimension: Dimension, { catalogue, datasets }: Reading) {
  try {
    const filter = { dimension: dimension.id, op: '=', values: [baseline] };
    return resolveFilter(filter, catalogue.dimensions, datasets, '/segments/baseline');
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}

/** The value that the others are compared with: the one that is named, or the most frequent. */
async function baselineOf(
  asked: FrameValue | undefined,
  dimension: Dimension,
  found: readonly FrameValue[],
  filters: readonly ResolvedFilter[],
  reading: Reading,
): Promise<FrameValue> {
  if (asked === undefined) return found[0] ?? null;
  const filter = baselineFilter(asked, dimension, reading);
  const [baseline] = filter === undefined ? [] : await valuesOf(dimension, [...filters, filter], 1, reading);
  if (baseline !== undefined) return baseline;
  const values = found.map(textOf);
  throw new QueryError(
    'unknown_baseline',
    `no rows in the range with ${dimension.id} "${textOf(asked).slice(0, 100)}"; ${
      values.length === 0 ? 'there are none with any' : `there are ${values.join(', ')}`
    }`,
    '/segments/baseline',
    values,
  );
}

/** A word stands for itself; a number or version says what it is of. */
function nameOf({ title }: Dimension, value: FrameValue): string {
  if (value === null) return `(no ${title.toLowerCase()})`;
  return typeof value === 'string' && /^\p{L}/u.test(value) ? value : `${title} ${value}`;
}

/**
 * The values of a dimension as segments: the most frequent ones of the range, and the baseline, which is the most frequent
 * of all if none is named. Without any row there are no others than an empty baseline.
 * @throws QueryError for a dimension that not all datasets have, or a baseline without rows
 */
export async function valueSegments(by: string, query: Asked, reading: Reading): Promise<Segments> {
  const { catalogue, context, datasets } = reading;
  const dimension = dimensionOf(by, reading);
  const filters = (query.filters ?? []).map((filter, index) =>
    resolveFilter(filter, catalogue.dimensions, datasets, `/segments/filters/${index}`),
  );
  const found = await valuesOf(dimension, filters, query.limit ?? DEFAULT_LIMIT, reading);
  const baseline = await baselineOf(query.baseline, dimension, found, filters, reading);
  const segment = (value: FrameValue): Segment => ({
    value,
    name: nameOf(dimension, value),
    range: context.range,
    filters,
    asked: [...(query.filters ?? []), { dimension: by, op: '=', values: [value] }],
  });
  return {
    baseline: segment(baseline),
    others: found.filter((value) => value !== baseline).map(segment),
    dimension,
  };
}
