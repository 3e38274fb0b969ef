import { callsOfCell } from '../../../../src/panels/funnel/model/calls-of-cell';
import { cell, model } from './model';

const FUNNEL = model([cell(10, 5), cell(5, 5), cell(0)], [cell(4), cell(4), cell(4)]);

test('asks for the funnel without what was asked of it, for the segment by a filter', () => {
  const filters = [{ dimension: 'agent', op: 'in', values: ['emma'] }];
  const query = {
    id: 'appointment',
    window: '1h',
    filters,
    breakdown: 'source',
    interval: '1d',
    limit: 5,
    histogram: true,
    compare: 'previous_week',
  };
  expect(callsOfCell(query, FUNNEL, { segment: 1, step: 1, end: 'dropped' })).toMatchObject({
    queryType: 'calls',
    calls: {
      funnel: { id: 'appointment', window: '1h', filters },
      step: 'b',
      end: 'dropped',
      filters: [{ dimension: 'source', op: 'in', values: ['x'] }],
    },
  });
  expect(Object.keys(callsOfCell(query, FUNNEL, { segment: 1, step: 1, end: 'dropped' }).calls?.funnel ?? {})).toEqual([
    'id',
    'window',
    'filters',
  ]);
});

test('a segment without a value is asked for by null', () => {
  expect(callsOfCell({}, FUNNEL, { segment: 0, step: 0, end: 'reached' }).calls?.filters).toEqual([
    { dimension: 'source', op: 'in', values: [null] },
  ]);
});

test('a step that the funnel has twice is asked for by its place', () => {
  const twice = {
    ...FUNNEL,
    steps: [
      { id: 'a', title: 'A' },
      { id: 'b', title: 'B' },
      { id: 'b', title: 'B' },
    ],
  };
  expect(callsOfCell({}, twice, { segment: 0, step: 2, end: 'converted' }).calls?.step).toBe(3);
});
