import type { FrameValue } from '@callsight/contract/query/answer';
import type { Filter } from '@callsight/contract/query/request';
import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import type { ResolvedFilter } from '../../catalogue/language/filter.js';
import type { Range } from '../plan.js';

/** Some of the calls, ready to be counted. */
export interface Segment {
  /** As it stands in the frame: a value of the dimension, or a title. */
  readonly value: FrameValue;
  /** As a sentence calls it. */
  readonly name: string;
  readonly range: Range;
  /** Filters of the query and of the segment; of a value of a dimension without the one that chooses it. */
  readonly filters: readonly ResolvedFilter[];
  /** All filters that choose it, as a query would ask for them. */
  readonly asked: readonly Filter[];
}

/** The segments of a query, and the dimension if they are its values. */
export interface Segments {
  readonly baseline: Segment;
  readonly others: readonly Segment[];
  readonly dimension: Dimension | undefined;
}
