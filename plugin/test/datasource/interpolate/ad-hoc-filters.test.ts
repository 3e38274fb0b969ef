import { adHocFilters } from '../../../src/datasource/interpolate/ad-hoc-filters';

test.each([
  ['=', 'in'],
  ['!=', 'not in'],
  ['=~', '=~'],
  ['!~', '!~'],
  ['<', '<'],
  ['>', '>'],
])('%s is %s', (operator, op) => {
  expect(adHocFilters([{ key: 'agent', operator, value: 'x' }])).toEqual([{ dimension: 'agent', op, values: ['x'] }]);
});

test.each([
  ['=|', 'in'],
  ['!=|', 'not in'],
])('%s takes several values', (operator, op) => {
  expect(adHocFilters([{ key: 'agent', operator, value: 'x', values: ['x', 'y'] }])).toEqual([
    { dimension: 'agent', op, values: ['x', 'y'] },
  ]);
});

test('what is still being entered, or no operator of ours, is left out', () => {
  expect(
    adHocFilters([
      { key: '', operator: '=', value: 'x' },
      { key: 'agent', operator: '=', value: '' },
      { key: 'agent', operator: '=|', value: '', values: [] },
      { key: 'agent', operator: 'like', value: 'x' },
    ]),
  ).toEqual([]);
});
