import type { TemplateSrv } from '@grafana/runtime';
import { templateVariables } from '../../../src/datasource/interpolate/template-variables';
import { templateSrv } from '../../browser/page/template-srv';

const templates: TemplateSrv = templateSrv([
  { name: 'one', value: 'a.b' },
  { name: 'some', value: ['a', 'b'] },
  { name: 'all', value: '$__all', options: ['a', 'b', 'c'] },
]);

test.each(['$some', '${some}'])('%s has several values', (text) => {
  expect(templateVariables(templates, {}).many(text)).toEqual(['a', 'b']);
});

test('a text with more than a variable is one', () => {
  expect(templateVariables(templates, {}).many('x-$some')).toEqual(['x-a,b']);
  expect(templateVariables(templates, {}).many('$nothing')).toEqual(['$nothing']);
});

test('a pattern escapes', () => {
  expect(templateVariables(templates, {}).pattern('^$one$')).toBe('^a\\.b$');
});

test('all is chosen on the dashboard, and not in a repeated panel', () => {
  expect(templateVariables(templates, {}).isAll('$all')).toBe(true);
  expect(templateVariables(templates, {}).isAll('$some')).toBe(false);
  expect(templateVariables(templates, {}).isAll('x$all')).toBe(false);
  expect(templateVariables(templates, { all: { text: 'a', value: 'a' } }).isAll('$all')).toBe(false);
});
