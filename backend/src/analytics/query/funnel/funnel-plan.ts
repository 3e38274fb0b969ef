import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import type { ResolvedFilter } from '../../catalogue/language/filter.js';
import type { FunnelDefinition } from '../../catalogue/funnels/funnel.js';
import type { Bucket } from '../../../lib/time/bucket.js';
import type { Range } from '../plan.js';
import type { Micros } from '../../../lib/time/units.js';

/** A funnel over a range, checked, with the dimensions by which its units are told apart. */
export interface FunnelPlan {
  readonly definition: FunnelDefinition;
  /** Step 1 lies in it. */
  readonly range: Range;
  readonly timezone: string;
  /** Epoch microseconds: what is later has not happened yet. */
  readonly now: Micros;
  /** Of the call in which an attempt begins. */
  readonly filters: readonly ResolvedFilter[];
  readonly groups: readonly Dimension[];
  readonly bucket: Bucket | undefined;
  readonly interval: string | undefined;
}
