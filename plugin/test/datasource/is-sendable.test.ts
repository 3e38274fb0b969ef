import { isSendable } from '../../src/datasource/is-sendable';

const query = { refId: 'A', version: 1 };

test('hidden and unfinished queries are not sent', () => {
  expect(isSendable({ ...query, queryType: 'metrics', metrics: ['calls.count'] })).toBe(true);
  expect(isSendable({ ...query, queryType: 'metrics', metrics: ['calls.count'], hide: true })).toBe(false);
  expect(isSendable({ ...query, queryType: 'metrics' })).toBe(false);
  expect(isSendable({ ...query, queryType: 'funnel' })).toBe(true);
  expect(isSendable({ ...query, queryType: 'segments', segments: { metrics: ['calls.count'] } })).toBe(false);
  expect(isSendable({ ...query, queryType: 'segments', segments: { funnel: {}, by: 'agent' } })).toBe(true);
});
