import type { CellRef } from './cell-ref';
import type { FunnelCell } from './funnel-model';

export interface BarPlace {
  readonly cell: CellRef;
  /** Where the part begins and how long it is, as shares of all that reached step 1. */
  readonly from: number;
  readonly share: number;
}

/**
 * Places of the parts of a bar, one behind the other. Who reached the step and is neither pending nor dropped comes
 * first; pending units that are not shown count there.
 * @param first units that reached step 1
 */
export function barParts(
  cells: readonly CellRef[],
  { reached, pending, dropped }: FunnelCell,
  first: number,
): BarPlace[] {
  if (first === 0) return [];
  const counts = { reached: 0, converted: 0, pending, dropped };
  const ended = cells.reduce((sum, { end }) => sum + counts[end], 0);
  let from = 0;
  return cells.map((cell) => {
    const count = cell.end === 'reached' || cell.end === 'converted' ? reached - ended : counts[cell.end];
    const place = { cell, from: from / first, share: count / first };
    from += count;
    return place;
  });
}
