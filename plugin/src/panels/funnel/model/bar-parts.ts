import type { CellRef } from './cell-ref';
import type { FunnelCell, FunnelModel } from './funnel-model';

/**
 * The parts of one bar that have any units, from its base to its end: who reached the step, and of them who can still
 * go on and who dropped. Who reached the last step converted.
 */
export function cellsOf(model: FunnelModel, segment: number, step: number, showPending: boolean): CellRef[] {
  const cell = model.segments[segment]?.cells[step];
  if (cell === undefined) return [];
  const isLast = step === model.steps.length - 1;
  const reached: CellRef = { segment, step, end: isLast ? 'converted' : 'reached' };
  return [
    ...(cell.reached > 0 ? [reached] : []),
    ...(cell.pending > 0 && showPending ? [{ segment, step, end: 'pending' } as const] : []),
    ...(cell.dropped > 0 ? [{ segment, step, end: 'dropped' } as const] : []),
  ];
}

export interface BarPosition {
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
): BarPosition[] {
  if (first === 0) return [];
  const counts = { reached: 0, converted: 0, pending, dropped };
  const ended = cells.reduce((sum, { end }) => sum + counts[end], 0);
  let from = 0;
  return cells.map((cell) => {
    const count = cell.end === 'reached' || cell.end === 'converted' ? reached - ended : counts[cell.end];
    const position = { cell, from: from / first, share: count / first };
    from += count;
    return position;
  });
}
