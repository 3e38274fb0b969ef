import type { Catalogue } from '@callsight/contract/query/catalogue';
import { filtersOf, rangeOf, takenOver } from '../../../src/app/pages/reports/model/from-dashboard';
import type { Draft } from '../../../src/app/pages/reports/model/report-draft';

const search = (...pairs: readonly [string, string][]): URLSearchParams =>
  new URLSearchParams(pairs.map(([name, value]) => [name, value]));

test.each([
  ['now-7d', 'now', 'last_7_days', true],
  ['now-1d/d', 'now-1d/d', 'yesterday', true],
  ['now-1w/w', 'now-1w/w', 'last_week', true],
  ['now-1M/M', 'now-1M/M', 'last_month', true],
  ['now/M', 'now', 'month_to_date', true],
  ['now-24h', 'now', 'yesterday', false],
  ['now-30d', 'now', 'last_month', false],
  ['now-90d', 'now', 'last_quarter', false],
  ['now-6h', 'now-1h', 'yesterday', false],
])('%s to %s stays relative: %s', (from, to, range, isEqual) => {
  expect(rangeOf(from, to)).toEqual({ range, isEqual });
});

test('days that are fixed stay fixed', () => {
  const range = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-08T00:00:00.000Z' };
  expect(rangeOf(String(Date.parse(range.from)), String(Date.parse(range.to)))).toEqual({ range, isEqual: true });
  expect(rangeOf(range.from, range.to)).toEqual({ range, isEqual: true });
  expect(rangeOf('nonsense', 'now')).toEqual({ range: 'last_7_days', isEqual: false });
});

test('what a dashboard is filtered by is read from its address', () => {
  expect(filtersOf(search(['var-agent', '$__all'], ['var-datasource', 'callsight']))).toEqual([]);
  expect(filtersOf(search(['var-agent', 'agent-emma'], ['var-agent', 'agent-ben']))).toEqual([
    { dimension: 'agent', op: 'in', values: ['agent-emma', 'agent-ben'] },
  ]);
  expect(
    filtersOf(
      search(
        ['var-filters', 'source|=|google'],
        ['var-filters', 'outcome|!=|failed'],
        ['var-filters', 'campaign|=__gfp__|a__gfp__b|c'],
        ['var-filters', 'queue|=~|^Rec'],
        ['var-filters', ''],
        ['var-filters', 'queue|?|x'],
      ),
    ),
  ).toEqual([
    { dimension: 'source', op: 'in', values: ['google'] },
    { dimension: 'outcome', op: 'not in', values: ['failed'] },
    { dimension: 'campaign', op: 'in', values: ['a|b', 'c'] },
    { dimension: 'queue', op: '=~', values: ['^Rec'] },
  ]);
});

const catalogue = {
  metrics: [
    { id: 'calls.count', datasets: ['calls'] },
    { id: 'health.errors', datasets: ['samples'] },
  ],
  dimensions: [
    { id: 'agent', datasets: ['calls'] },
    { id: 'component', datasets: ['samples'] },
    { id: 'weekday', datasets: ['calls', 'samples'] },
  ],
  steps: [],
  datasets: [],
} as unknown as Catalogue;

const template: Draft = {
  id: '',
  title: 'T',
  range: 'last_week',
  timezone: 'UTC',
  locale: 'en',
  sections: [{ type: 'kpis', metrics: ['calls.count'] }],
};

test('a filter that a section does not know is left out and named', () => {
  const address = search(['from', 'now-7d'], ['to', 'now'], ['var-agent', 'emma'], ['var-component', 'crm']);
  expect(takenOver(template, address, catalogue)).toEqual({
    draft: { ...template, range: 'last_7_days', filters: [{ dimension: 'agent', op: 'in', values: ['emma'] }] },
    leftOut: ['component'],
    isOtherRange: false,
  });
  const mixed: Draft = { ...template, sections: [...template.sections, { type: 'heatmap', metric: 'health.errors' }] };
  expect(takenOver(mixed, address, catalogue).leftOut).toEqual(['agent', 'component']);
});

test('without a range the period is that of the template', () => {
  expect(takenOver(template, search(), catalogue)).toEqual({ draft: template, leftOut: [], isOtherRange: false });
});
