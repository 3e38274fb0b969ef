import { errorPlace } from '../../../src/app/pages/reports/model/error-place';

test('a pointer into a report is a section with a field, or a field of the report', () => {
  expect(errorPlace('/sections/2/metrics/0')).toEqual({ section: 2, field: 'metrics' });
  expect(errorPlace('/sections/0')).toEqual({ section: 0, field: undefined });
  expect(errorPlace('/sections')).toEqual({ section: undefined, field: 'sections' });
  expect(errorPlace('/filters/1')).toEqual({ section: undefined, field: 'filters' });
  expect(errorPlace('/branding/logo')).toEqual({ section: undefined, field: 'branding' });
  expect(errorPlace(undefined)).toEqual({ section: undefined, field: undefined });
});
