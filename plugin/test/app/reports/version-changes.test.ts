/** @jest-environment jsdom */
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { changesOf } from '../../../src/app/pages/reports/model/version-changes';
import type { Draft } from '../../../src/app/pages/reports/model/report-draft';

const catalogue = { metrics: [], dimensions: [], steps: [], datasets: [] } as Catalogue;

const before: Draft = {
  id: 'a',
  title: 'A',
  range: 'last_week',
  timezone: 'UTC',
  locale: 'en',
  sections: [
    { type: 'kpis', title: 'Numbers', metrics: ['calls.count'] },
    { type: 'heatmap', title: 'Week', metric: 'calls.count' },
  ],
};
const [numbers, week] = before.sections as [Draft['sections'][0], Draft['sections'][0]];

test.each<[string, Partial<Draft>, string[]]>([
  ['nothing', {}, []],
  ['a field', { range: 'last_month', compare: 'previous_month' }, ['Period', 'Comparison']],
  ['the order', { sections: [week, numbers] }, ['Order of the sections']],
  ['a new section', { sections: [numbers, week, { type: 'page_break', title: 'New' }] }, ['“New” added']],
  ['a section less', { sections: [numbers] }, ['“Week” removed']],
  ['another metric', { sections: [numbers, { ...week, metric: 'calls.cost' } as typeof week] }, ['“Week” changed']],
])('says what changed: %s', (_, change, texts) => {
  expect(changesOf(before, { ...before, ...change }, catalogue)).toEqual(texts);
});
