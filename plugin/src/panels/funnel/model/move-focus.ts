import { type CellEnd, type CellRef, sameCell } from './cell-ref';

/** Along the steps, or across the parts and segments of one step. */
export type Move = 'next-step' | 'previous-step' | 'next-part' | 'previous-part' | 'first' | 'last';

const PARTS: Readonly<Record<CellEnd, number>> = { reached: 0, converted: 0, pending: 1, dropped: 2 };

/** Place of a part among all of its step. */
const laneOf = ({ segment, end }: CellRef): number => segment * 3 + PARTS[end];

/** The part of the nearest step in a direction that lies nearest to the own lane. */
function atStep(cells: readonly CellRef[], from: CellRef, by: 1 | -1): CellRef {
  const far = (cell: CellRef): readonly [number, number] => [
    (cell.step - from.step) * by,
    Math.abs(laneOf(cell) - laneOf(from)),
  ];
  const [nearest] = cells
    .filter((cell) => (cell.step - from.step) * by > 0)
    .sort((a, b) => far(a)[0] - far(b)[0] || far(a)[1] - far(b)[1]);
  return nearest ?? from;
}

/** Where the focus goes; it stays where there is nothing further. */
export function moveFocus(cells: readonly CellRef[], from: CellRef, move: Move): CellRef {
  if (move === 'first') return cells[0] ?? from;
  if (move === 'last') return cells.at(-1) ?? from;
  if (move === 'next-step') return atStep(cells, from, 1);
  if (move === 'previous-step') return atStep(cells, from, -1);
  const own = cells.filter(({ step }) => step === from.step);
  const position = own.findIndex((cell) => sameCell(cell, from));
  return own[position + (move === 'next-part' ? 1 : -1)] ?? from;
}

const EITHER: Readonly<Record<string, Move>> = { Home: 'first', End: 'last' };

const COLUMNS: Readonly<Record<string, Move>> = {
  ...EITHER,
  ArrowRight: 'next-step',
  ArrowLeft: 'previous-step',
  ArrowUp: 'next-part',
  ArrowDown: 'previous-part',
};

const ROWS: Readonly<Record<string, Move>> = {
  ...EITHER,
  ArrowDown: 'next-step',
  ArrowUp: 'previous-step',
  ArrowRight: 'next-part',
  ArrowLeft: 'previous-part',
};

/** Where a key leads: along the steps as they lie, and along a bar. */
export const keyMove = (key: string, isVertical: boolean): Move | undefined => (isVertical ? COLUMNS : ROWS)[key];
