/** @jest-environment jsdom */
import type { Catalogue } from '@callsight/contract/query/catalogue';
import {
  columnName,
  differenceText,
  figureText,
  pathText,
  rowText,
  valueText,
} from '../../../src/app/pages/reports/model/run-diff-texts';

const CATALOGUE = {
  metrics: [
    { id: 'calls.count', title: 'Calls', unit: 'short' },
    { id: 'calls.answer_rate', title: 'Answer rate', unit: 'percentunit' },
  ],
  dimensions: [{ id: 'agent', title: 'Agent' }],
} as unknown as Catalogue;

test('positions in a path count from one, and escaped letters are themselves', () => {
  expect(pathText('/sections/0/metrics/1')).toBe('sections › 1 › metrics › 2');
  expect(pathText('/branding/a~1b~0c~01')).toBe('branding › a/b~c~1');
});

test('a value that is not there is a dash, and a text has no quotes', () => {
  expect(valueText(undefined)).toBe('–');
  expect(valueText(null)).toBe('null');
  expect(valueText('Weekly')).toBe('Weekly');
  expect(valueText({ from: 1 })).toBe('{"from":1}');
});

test('rows and columns have the names of the catalogue, and times are those of the zone', () => {
  expect(columnName('calls.count_previous', CATALOGUE)).toBe('Calls, period before');
  expect(columnName('own', CATALOGUE)).toBe('own');
  const time = Date.parse('2026-11-20T23:00:00Z');
  expect(rowText({ time, agent: 'sales' }, CATALOGUE, 'Europe/Berlin')).toBe('Sat 21 Nov 2026 00:00, Agent: sales');
  expect(rowText({ agent: null }, CATALOGUE, 'UTC')).toBe('Agent: –');
});

test('a difference has its sign, and that of shares is in points', () => {
  const figure = (column: string, before: number | null, after: number | null) =>
    differenceText({ section: '', row: {}, column, before, after }, CATALOGUE);
  expect(figure('calls.count', 1_322, 1_171)).toBe('-151');
  expect(figure('calls.count', 1_171, 2_322)).toBe('+1,151');
  expect(figure('calls.answer_rate_previous', 0.5, 0.75)).toBe('+25 points');
  expect(figure('calls.count', null, 3)).toBe('–');
  expect(figureText(0.910977, 'calls.answer_rate', CATALOGUE)).toBe('91.1 %');
  expect(figureText(null, 'calls.count', CATALOGUE)).toBe('not there');
});
