import type { CellRef } from '../../../../src/panels/funnel/model/cell-ref';
import { cellsOf } from '../../../../src/panels/funnel/model/bar-parts';
import { moveFocus } from '../../../../src/panels/funnel/model/move-focus';
import { cell, model } from './model';

const FUNNEL = model([cell(100, 20), cell(80, 30, 10), cell(40)], [cell(50, 50), cell(0), cell(0)]);
const CELLS = [0, 1, 2].flatMap((step) => [0, 1].flatMap((segment) => cellsOf(FUNNEL, segment, step, true)));

const at = (segment: number, step: number, end: CellRef['end']): CellRef => ({ segment, step, end });

test('along the steps the same part follows, or the nearest that there is', () => {
  expect(moveFocus(CELLS, at(0, 0, 'dropped'), 'next-step')).toEqual(at(0, 1, 'dropped'));
  expect(moveFocus(CELLS, at(0, 1, 'dropped'), 'next-step')).toEqual(at(0, 2, 'converted'));
  expect(moveFocus(CELLS, at(1, 0, 'dropped'), 'next-step')).toEqual(at(0, 1, 'dropped'));
  expect(moveFocus(CELLS, at(0, 1, 'reached'), 'previous-step')).toEqual(at(0, 0, 'reached'));
});

test('across a step part follows on part, over all segments', () => {
  expect(moveFocus(CELLS, at(0, 1, 'reached'), 'next-part')).toEqual(at(0, 1, 'pending'));
  expect(moveFocus(CELLS, at(0, 0, 'dropped'), 'next-part')).toEqual(at(1, 0, 'reached'));
  expect(moveFocus(CELLS, at(1, 0, 'reached'), 'previous-part')).toEqual(at(0, 0, 'dropped'));
});

test('the focus stays at the ends', () => {
  expect(moveFocus(CELLS, at(0, 2, 'converted'), 'next-step')).toEqual(at(0, 2, 'converted'));
  expect(moveFocus(CELLS, at(0, 0, 'reached'), 'previous-part')).toEqual(at(0, 0, 'reached'));
  expect(moveFocus(CELLS, at(0, 1, 'reached'), 'first')).toEqual(at(0, 0, 'reached'));
  expect(moveFocus(CELLS, at(0, 1, 'reached'), 'last')).toEqual(at(0, 2, 'converted'));
});
