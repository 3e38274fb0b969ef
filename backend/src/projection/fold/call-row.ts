import type { RowOf } from '../../storage/tables/column.js';
import type { CALL, TURN } from '../../storage/tables/columns.js';
import type { Micros } from '../../lib/time/units.js';

export type Attribute = string | number | boolean;

/** One call as it is queried: folded from its events. */
export type CallRow = RowOf<typeof CALL> & { readonly attributes: Readonly<Record<string, Attribute>> };

/** One exchange of a call. */
export type TurnRow = RowOf<typeof TURN>;

export interface FoldedCall {
  readonly call: CallRow;
  readonly turns: readonly TurnRow[];
  /** Time of the earliest event: no start that was ever delivered for this call lies before it. */
  readonly firstEventAt: number;
  /** Where the call stands in the record, unless it stands somewhere already; epoch microseconds. */
  readonly anchor: Micros;
}
