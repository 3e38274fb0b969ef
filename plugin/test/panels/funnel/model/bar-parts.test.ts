import { barParts, cellsOf } from '../../../../src/panels/funnel/model/bar-parts';
import { cell, model } from './model';

// 80 of 100 came to b: 40 went on, 10 are open, 30 dropped.
const FUNNEL = model([cell(100, 20), cell(80, 30, 10), cell(40)]);
const B = FUNNEL.segments[0]?.cells[1] ?? cell(0);

test('a bar has those who went on, then the open, then the dropped', () => {
  expect(barParts(cellsOf(FUNNEL, 0, 1, true), B, 100)).toEqual([
    { cell: { segment: 0, step: 1, end: 'reached' }, from: 0, share: 0.4 },
    { cell: { segment: 0, step: 1, end: 'pending' }, from: 0.4, share: 0.1 },
    { cell: { segment: 0, step: 1, end: 'dropped' }, from: 0.5, share: 0.3 },
  ]);
});

test('open ones that are not shown count as having reached the step', () => {
  expect(barParts(cellsOf(FUNNEL, 0, 1, false), B, 100).map(({ share }) => share)).toEqual([0.5, 0.3]);
});

test('who reached the last step converted; nothing began, nothing is drawn', () => {
  expect(cellsOf(FUNNEL, 0, 2, true)).toEqual([{ segment: 0, step: 2, end: 'converted' }]);
  expect(barParts([], cell(0), 0)).toEqual([]);
});
