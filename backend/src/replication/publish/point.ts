import type { Micros } from '../../lib/time/units.js';

/** One point on its way into the record. */
export interface Point {
  /** In line protocol. */
  readonly line: string;
  readonly measurement: string;
  readonly tenant: string;
  /** The call, the turn, the sample, or the cell that it is of. */
  readonly id: string;
  /** Anchor of its row, epoch microseconds; of a cell the minute that it begins with. */
  readonly anchor: Micros;
}
