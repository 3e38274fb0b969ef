export type CellEnd = 'reached' | 'pending' | 'dropped' | 'converted';

/** A part of a bar: the units of a segment that reached a step, or ended there. */
export interface CellRef {
  readonly segment: number;
  readonly step: number;
  readonly end: CellEnd;
}
