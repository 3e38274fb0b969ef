import type { CellRef } from './cell-ref';
import type { FunnelModel } from './funnel-model';

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
