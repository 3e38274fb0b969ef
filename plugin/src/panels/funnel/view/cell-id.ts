import type { CellRef } from '../model/cell-ref';

/** Marks the button of a part, so that the focus finds it. */
export const cellId = ({ segment, step, end }: CellRef): string => `${segment}-${step}-${end}`;
