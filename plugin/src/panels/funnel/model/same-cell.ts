import type { CellRef } from './cell-ref';

export const sameCell = (a: CellRef, b: CellRef): boolean =>
  a.segment === b.segment && a.step === b.step && a.end === b.end;
