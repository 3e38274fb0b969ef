import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { ask, calls, DAY, errorOf, NOW, tenantWith } from './segment-rows.js';

const service = TestService.forTests(NOW);

describe('refused', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await tenantWith(service, [...calls(3, 2, { agent: 'anna' }), ...calls(1, 1, { agent: 'ben' })]);
  });
  const metrics = ['calls.answer_rate'];
  const of = [{ title: 'One' }, { title: 'Two' }];
  const filter = (dimension: string) => [{ dimension, op: '=', values: ['x'] }];

  it.each([
    ['nothing to compare by', { by: 'agent' }, 'invalid_query', '/segments/metrics'],
    ['no segments', { metrics }, 'invalid_query', '/segments/by'],
    ['segments told twice', { metrics, by: 'agent', of }, 'invalid_query', '/segments/by'],
    ['a baseline of a list', { metrics, of, baseline: 'One' }, 'invalid_query', '/segments/baseline'],
    ['a limit of a list', { metrics, of, limit: 3 }, 'invalid_query', '/segments/limit'],
    ['a list of one', { metrics, of: [{}] }, 'invalid_query', '/segments/of'],
    ['a number without end', { metrics, by: 'duration' }, 'not_groupable', '/segments/by'],
    ['a time that is none', { metrics, of: [{}, { from: 'yesterday' }] }, 'invalid_range', '/segments/of/1/from'],
    [
      'a time beyond the calendar',
      { metrics, of: [{ to: '2222-01-01T00:00:00Z' }, {}] },
      'invalid_range',
      '/segments/of/0/to',
    ],
    ['an empty range', { metrics, of: [{}, { from: DAY.to }] }, 'invalid_range', '/segments/of/1/from'],
  ])('%s', async (_what, segments, code, path) => {
    expect(errorOf(await ask(tenant, segments))).toMatchObject({ code, path });
  });

  it.each([
    [
      'an unknown metric',
      { metrics: ['calls.answer_rat'], by: 'agent' },
      'unknown_metric',
      '/segments/metrics/0',
      'calls.answer_rate',
    ],
    [
      'a percentile',
      { metrics: [...metrics, 'calls.duration.p95'], by: 'agent' },
      'not_comparable',
      '/segments/metrics/1',
      'calls.duration.mean',
    ],
    [
      'a number of calls',
      { metrics: ['calls.count'], by: 'agent' },
      'not_comparable',
      '/segments/metrics/0',
      'calls.answer_rate',
    ],
    ['a sum', { metrics: ['calls.cost.sum'], by: 'agent' }, 'not_comparable', '/segments/metrics/0', 'calls.cost.mean'],
    [
      'what is there at once',
      { metrics: ['calls.concurrency.mean'], by: 'agent' },
      'not_comparable',
      '/segments/metrics/0',
      'calls.duration.mean',
    ],
    ['an unknown dimension', { metrics, by: 'agnt' }, 'unknown_dimension', '/segments/by', 'agent'],
    [
      'a dimension that turns lack',
      { metrics: ['turns.latency.mean'], by: 'landing_page' },
      'unknown_dimension',
      '/segments/by',
      'agent',
    ],
    [
      'an unknown dimension in a filter',
      { metrics, by: 'agent', filters: filter('agnt') },
      'unknown_dimension',
      '/segments/filters/0/dimension',
      'agent',
    ],
    [
      'an unknown dimension in a filter of a segment',
      { metrics, of: [{}, { filters: filter('agnt') }] },
      'unknown_dimension',
      '/segments/of/1/filters/0/dimension',
      'agent',
    ],
    [
      'a baseline without rows',
      { metrics, by: 'agent', baseline: 'cleo' },
      'unknown_baseline',
      '/segments/baseline',
      'anna',
    ],
    [
      'a missing value as a baseline without rows',
      { metrics, by: 'agent', baseline: null },
      'unknown_baseline',
      '/segments/baseline',
      'ben',
    ],
    [
      'a baseline of another type',
      { metrics, by: 'hour_of_day', baseline: 'noon' },
      'unknown_baseline',
      '/segments/baseline',
      '8',
    ],
  ])('%s, with what there is instead', async (_what, segments, code, path, instead) => {
    const error = errorOf(await ask(tenant, segments));
    expect(error).toMatchObject({ code, path });
    expect(error.suggestions).toContain(instead);
    expect(error.message).toContain(instead);
  });

  it('tells the values that there are instead of a baseline', async () => {
    const error = errorOf(await ask(tenant, { metrics, by: 'agent', baseline: 'cleo' }));
    expect(error.message).toBe('no rows in the range with agent "cleo"; there are anna, ben');
    expect(error.suggestions).toEqual(['anna', 'ben']);
  });
});
