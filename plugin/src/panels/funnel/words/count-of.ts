import type { CellEnd } from '../model/cell-ref';
import type { FunnelCell } from '../model/funnel-model';

/** How many units a part of a bar stands for. */
export function countOf(cell: FunnelCell, end: CellEnd): number {
  if (end === 'pending') return cell.pending;
  return end === 'dropped' ? cell.dropped : cell.reached;
}
