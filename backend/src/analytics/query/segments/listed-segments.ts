import type { Dataset } from '../../catalogue/language/aggregate.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { resolveFilter } from '../../catalogue/language/filter.js';
import { QueryError } from '../../catalogue/language/query-error.js';
import type { Range } from '../plan.js';
import type { QueryContext } from '../planner.js';
import type { Segment, Segments } from './segment.js';
import type { Asked } from './segments-query.js';

type AskedSegment = NonNullable<Asked['of']>[number];

/**
 * Reads one end of a range as that of a request is read.
 * @returns epoch microseconds
 * @throws QueryError at `path`
 */
export type ReadInstant = (value: string | number, path: string, isEnd: boolean) => number;

interface Reading {
  readonly catalogue: Catalogue;
  readonly context: QueryContext;
  readonly datasets: readonly Dataset[];
  readonly readInstant: ReadInstant;
}

function rangeOf({ from, to }: AskedSegment, { context: { range }, readInstant }: Reading, path: string): Range {
  const start = from === undefined ? range.from : readInstant(from, `${path}/from`, false);
  const end = to === undefined ? range.to : readInstant(to, `${path}/to`, true);
  if (start >= end) throw new QueryError('invalid_range', 'from must lie before to', `${path}/from`);
  return { from: start, to: end };
}

function segmentOf(asked: AskedSegment, place: number, query: Asked, reading: Reading): Segment {
  const { catalogue, datasets } = reading;
  const path = `/segments/of/${place}`;
  const resolved = (filters: Asked['filters'], under: string) =>
    (filters ?? []).map((filter, index) =>
      resolveFilter(filter, catalogue.dimensions, datasets, `${under}/filters/${index}`),
    );
  const title = asked.title ?? `Segment ${place + 1}`;
  return {
    value: title,
    name: title,
    range: rangeOf(asked, reading, path),
    filters: [...resolved(query.filters, '/segments'), ...resolved(asked.filters, path)],
    asked: [...(query.filters ?? []), ...(asked.filters ?? [])],
  };
}

/** Segments that a query lists; the first is the baseline. @throws QueryError for a filter or range that cannot be read */
export function listedSegments(query: Asked, reading: Reading): Segments {
  const [baseline, ...others] = (query.of ?? []).map((asked, place) => segmentOf(asked, place, query, reading));
  if (baseline === undefined) throw new QueryError('invalid_query', 'there is no segment in the list', '/segments/of');
  return { baseline, others, dimension: undefined };
}
