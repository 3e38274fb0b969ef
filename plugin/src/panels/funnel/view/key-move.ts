import type { Move } from '../model/move-focus';

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
