import { QUERY_TYPES, QUERY_VERSION } from '@callsight/contract/grafana/stored-query';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';

const refId = 'A';
const now = { refId, version: QUERY_VERSION };

test('what has no version is brought to the present one', () => {
  expect(QUERY_VERSION).toBe(1);
  expect(upgradeQuery({ refId })).toEqual({ ...now, queryType: 'metrics' });
});

test.each([
  ['a metric', { metric: 'calls.count' }, { metrics: ['calls.count'] }],
  ['metrics as a text', { metrics: 'calls.count' }, { metrics: ['calls.count'] }],
  ['metrics', { metrics: ['calls.count', 'calls.asa'] }, { metrics: ['calls.count', 'calls.asa'] }],
  ['metrics beside a metric', { metric: 'calls.asa', metrics: ['calls.count'] }, { metrics: ['calls.count'] }],
  ['a group as a text', { metric: 'a', groupBy: 'agent' }, { metrics: ['a'], groupBy: ['agent'] }],
  ['groups', { metric: 'a', groupBy: ['agent', 'queue'] }, { metrics: ['a'], groupBy: ['agent', 'queue'] }],
  ['everything else', { metric: 'a', hide: true, x: { y: 1 } }, { metrics: ['a'], hide: true, x: { y: 1 } }],
])('version 0: %s', (_name, stored, expected) => {
  expect(upgradeQuery({ refId, ...stored })).toEqual({ ...now, queryType: 'metrics', ...expected });
});

test.each(QUERY_TYPES)('what is copied from the HTTP API is of the kind of its part: %s', (queryType) => {
  const part = queryType === 'metrics' ? ['calls.count'] : { limit: 3 };
  expect(upgradeQuery({ refId, [queryType]: part })).toEqual({ ...now, queryType, [queryType]: part });
});

test('a kind that is named goes before the parts that are there', () => {
  const parts = { metrics: ['calls.count'], funnel: {}, calls: {} };
  expect(upgradeQuery({ refId, ...parts })).toMatchObject({ queryType: 'metrics' });
  expect(upgradeQuery({ refId, ...parts, queryType: 'calls' })).toMatchObject({ queryType: 'calls' });
  // Grafana itself stores an empty one; another datasource may have left its own.
  expect(upgradeQuery({ refId, funnel: {}, queryType: '' })).toMatchObject({ queryType: 'funnel' });
  expect(upgradeQuery({ refId, funnel: {}, queryType: 'randomWalk' })).toMatchObject({ queryType: 'funnel' });
});

test.each([
  ['0', 0],
  ['-1', -1],
  ['a text', '1'],
  ['nothing', null],
])('a version that is %s is none', (_name, version) => {
  expect(upgradeQuery({ refId, version, metric: 'calls.count' })).toEqual({
    ...now,
    queryType: 'metrics',
    metrics: ['calls.count'],
  });
});

test.each([1, 2, 99])('version %s stays as it is', (version) => {
  const stored = { refId, version, queryType: 'later', metric: 'a', groupBy: 'b' };
  expect(upgradeQuery(stored)).toBe(stored);
});

test('what is stored is not changed itself, and an upgraded query is not upgraded again', () => {
  const stored = Object.freeze({ refId, metric: 'calls.count', groupBy: 'agent' });
  const upgraded = upgradeQuery(stored);
  expect(stored).toEqual({ refId, metric: 'calls.count', groupBy: 'agent' });
  expect(upgradeQuery({ ...upgraded })).toEqual(upgraded);
});
