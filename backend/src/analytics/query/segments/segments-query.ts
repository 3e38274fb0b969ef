import type { SegmentsQuery } from '@callsight/contract/query/segments';
import { QueryError } from '../../catalogue/language/query-error.js';

export type Asked = SegmentsQuery['segments'];

const invalid = (message: string, path: string): QueryError => new QueryError('invalid_query', message, path);

/**
 * What the schema of a query leaves open.
 * @throws QueryError unless there is something to compare by, and the segments are given in exactly one way
 */
export function checkSegmentsQuery({ metrics, funnel, by, of, baseline, limit }: Asked): void {
  if (metrics === undefined && funnel === undefined)
    throw invalid('segments are compared by metrics, by a funnel, or both; name at least one', '/segments/metrics');
  if ((by === undefined) === (of === undefined))
    throw invalid('segments are either the values of a dimension (by) or listed one by one (of)', '/segments/by');
  if (of === undefined) return;
  if (baseline !== undefined)
    throw invalid('the first segment of a list is the baseline; baseline is a value of by', '/segments/baseline');
  if (limit !== undefined) throw invalid('limit is the number of values of by; a list is not cut', '/segments/limit');
}
