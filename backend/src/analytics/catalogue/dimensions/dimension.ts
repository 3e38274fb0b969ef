import type { Dataset } from '../language/aggregate.js';

export type DimensionType = 'string' | 'number' | 'boolean';

/** Something that rows are grouped or filtered by. */
export interface Dimension {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly type: DimensionType;
  /** SQL over one row, for each dataset that has it. `local` is the SQL of the row's local time in microseconds. */
  readonly sql: Partial<Record<Dataset, (local: string) => string>>;
  /** False for measures: numbers without end, which only filters take. */
  readonly isGroupable: boolean;
}
