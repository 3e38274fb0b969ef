import fc from 'fast-check';
import type { Report } from '@callsight/contract/reports/report';
import { draftOf, inputOf, inserted, moved, NEW } from '../../../src/app/pages/reports/model/report-draft';
import { newSection } from '../../../src/app/pages/reports/model/new-section';

const report: Report = {
  id: 'weekly',
  title: 'Weekly',
  range: 'last_week',
  timezone: 'Europe/Berlin',
  locale: 'en',
  sections: [newSection('kpis', ''), newSection('heatmap', '')],
  version: 3,
  updated_at: '2026-11-27T08:00:00Z',
  updated_by: 'key',
};

test('a draft has what a user writes, and nothing that the service adds', () => {
  const { version: _version, updated_at: _at, updated_by: _by, ...input } = report;
  expect(draftOf(report)).toEqual(input);
});

test('a new report gets an id of its title that nobody has, never the one of the page on which it is made', () => {
  const draft = { ...draftOf(report), id: '' };
  expect(inputOf(draft, [], 'Report').id).toBe('weekly');
  expect(inputOf(draft, ['weekly'], 'Report').id).toBe('weekly-2');
  expect(inputOf({ ...draft, title: 'New' }, [], 'Report').id).not.toBe(NEW);
  expect(inputOf({ ...draft, title: '  ' }, [], 'Report')).toMatchObject({ title: 'Report', id: 'report' });
  expect(inputOf(draftOf(report), ['weekly'], 'Report').id).toBe('weekly');
});

test('a section that is moved comes to stand where it was moved to, and the others keep their order', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 3)).toEqual(['a', 'b', 'c']);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.nat(), fc.nat(), (list, a, b) => {
      const [from, to] = [a % list.length, b % list.length];
      const result = moved(list, from, to);
      expect(result[to]).toBe(list[from]);
      expect(result.filter((one) => one !== list[from])).toEqual(list.filter((one) => one !== list[from]));
    }),
  );
});

test('a section is added at the end, or behind another one', () => {
  const text = newSection('text', 'Hello');
  expect(inserted(report.sections, text)).toEqual([...report.sections, text]);
  expect(inserted(report.sections, text, 0)).toEqual([report.sections[0], text, report.sections[1]]);
  expect(inserted(report.sections, text, -1)[0]).toBe(text);
});
