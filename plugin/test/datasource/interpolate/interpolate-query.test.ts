import { QUERY_VERSION } from '@callsight/contract/grafana/stored-query';
import type { CallsightQuery } from '../../../src/datasource/callsight-query';
import { interpolateQuery } from '../../../src/datasource/interpolate/interpolate-query';
import { fixedVariables } from './fixed-variables';

const variables = fixedVariables({
  agent: ['emma', 'ben'],
  metrics: ['calls.count', 'calls.answered'],
  dimension: ['agent', 'source'],
  one: ['1h'],
  everything: [],
});

const query = (part: Partial<CallsightQuery>): CallsightQuery => ({
  refId: 'A',
  queryType: 'metrics',
  version: QUERY_VERSION,
  ...part,
});

const interpolated = (
  part: Partial<CallsightQuery>,
  adHoc: Parameters<typeof interpolateQuery>[2] = [],
): CallsightQuery => interpolateQuery(query(part), variables, adHoc);

test('a list takes all values of a variable', () => {
  const { metrics, groupBy, interval } = interpolated({
    metrics: ['$metrics', 'calls.cost'],
    groupBy: ['$dimension'],
    interval: '$one',
  });
  expect(metrics).toEqual(['calls.count', 'calls.answered', 'calls.cost']);
  expect(groupBy).toEqual(['agent', 'source']);
  expect(interval).toBe('1h');
});

test('a filter takes all values, and several values of one become a list', () => {
  const filters = [
    { dimension: 'agent', op: 'in', values: ['$agent', 'felix', 3, null] },
    { dimension: 'agent', op: '=', values: ['$agent'] },
    { dimension: 'agent', op: '!=', values: ['$agent'] },
    { dimension: 'agent', op: '=', values: ['$one'] },
  ];
  expect(interpolated({ metrics: ['calls.count'], filters }).filters).toEqual([
    { dimension: 'agent', op: 'in', values: ['emma', 'ben', 'felix', 3, null] },
    { dimension: 'agent', op: 'in', values: ['emma', 'ben'] },
    { dimension: 'agent', op: 'not in', values: ['emma', 'ben'] },
    { dimension: 'agent', op: '=', values: ['1h'] },
  ]);
});

test('a pattern takes values as alternatives', () => {
  const filters = [{ dimension: 'agent', op: '=~', values: ['^$agent$'] }];
  expect(interpolated({ filters }).filters).toEqual([{ dimension: 'agent', op: '=~', values: ['^(emma|ben)$'] }]);
});

test('a filter of all values is dropped', () => {
  const filters = [{ dimension: 'agent', op: 'in', values: ['$everything'] }];
  expect(interpolated({ filters }).filters).toEqual([]);
});

test('a text that names no variable stays', () => {
  expect(
    interpolated({ filters: [{ dimension: 'queue', op: 'in', values: ['$5 plan'] }] }).filters?.[0]?.values,
  ).toEqual(['$5 plan']);
});

test('parts of a funnel are replaced, and only the part that is asked', () => {
  const funnel = {
    id: '$one',
    steps: ['call.started', { step: '$one', within: '$one' }],
    breakdown: '$dimension',
    filters: [{ dimension: 'agent', op: 'in', values: ['$agent'] }],
    limit: 3,
    histogram: true,
  };
  const { funnel: replaced, calls } = interpolated({ queryType: 'funnel', funnel, calls: { cursor: '$one' } });
  expect(replaced).toEqual({
    id: '1h',
    steps: ['call.started', { step: '1h', within: '1h' }],
    breakdown: ['agent', 'source'],
    filters: [{ dimension: 'agent', op: 'in', values: ['emma', 'ben'] }],
    limit: 3,
    histogram: true,
  });
  expect(calls).toEqual({ cursor: '$one' });
});

test('filters within a cell of a funnel and within segments are replaced', () => {
  const filters = [{ dimension: 'agent', op: 'in', values: ['$agent'] }];
  const replaced = [{ dimension: 'agent', op: 'in', values: ['emma', 'ben'] }];
  expect(interpolated({ queryType: 'calls', calls: { funnel: { filters } } }).calls).toEqual({
    funnel: { filters: replaced },
  });
  expect(interpolated({ queryType: 'segments', segments: { of: [{ filters }, { from: 5 }] } }).segments).toEqual({
    of: [{ filters: replaced }, { from: 5 }],
  });
});

test.each(['funnel', 'abandonment', 'paths', 'attribution', 'segments', 'calls', 'annotations'] as const)(
  'filters of the dashboard are added to those of %s',
  (queryType) => {
    const adHoc = [{ key: 'agent', operator: '=', value: 'emma' }];
    expect(interpolated({ queryType }, adHoc)[queryType]).toEqual({
      filters: [{ dimension: 'agent', op: 'in', values: ['emma'] }],
    });
  },
);

test('filters of the dashboard come after those of the query, their variables replaced', () => {
  const filters = [{ dimension: 'queue', op: 'in', values: ['a'] }];
  expect(interpolated({ filters }, [{ key: 'interval', operator: '=', value: '$one' }]).filters).toEqual([
    ...filters,
    { dimension: 'interval', op: 'in', values: ['1h'] },
  ]);
});
