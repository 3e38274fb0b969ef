export type CellEnd = 'reached' | 'pending' | 'dropped' | 'converted';

/** A part of a bar: the units of a segment that reached a step, or ended there. */
export interface CellRef {
  readonly segment: number;
  readonly step: number;
  readonly end: CellEnd;
}

export const sameCell = (a: CellRef, b: CellRef): boolean =>
  a.segment === b.segment && a.step === b.step && a.end === b.end;

/** Marks the button of a part, so that the focus finds it. */
export const cellId = ({ segment, step, end }: CellRef): string => `${segment}-${step}-${end}`;
