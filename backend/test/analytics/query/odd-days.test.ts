import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import { columnOf, rowsOf } from '../../support/frames.js';
import { phoneCall } from '../../support/events/call.js';

const service = TestService.forTests(Date.parse('2026-05-01T12:00:00Z'));

async function tenantWith(starts: readonly string[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  await tenant.send(starts.flatMap((start) => phoneCall({ start, answered: 1, ended: 5 })));
  await service.waitUntilProjected();
  return tenant;
}

it('a day that a zone skipped is no bucket', async () => {
  // Samoa went from 29 to 31 December 2011 when it crossed the date line.
  const tenant = await tenantWith(['2011-12-29T20:00:00Z', '2011-12-30T09:59:59Z', '2011-12-30T10:00:00Z']);
  const answer = await tenant.query({
    from: '2011-12-28T10:00:00Z',
    to: '2012-01-01T10:00:00Z',
    timezone: 'Pacific/Apia',
    queries: [{ refId: 'A', metrics: ['calls.count', 'calls.concurrency.max'], interval: '1d' }],
  });
  expect(columnOf(answer, 'time').map((time) => new Date(Number(time)).toISOString())).toEqual([
    '2011-12-28T10:00:00.000Z',
    '2011-12-29T10:00:00.000Z',
    '2011-12-30T10:00:00.000Z',
    '2011-12-31T10:00:00.000Z',
  ]);
  expect(columnOf(answer, 'calls.count')).toEqual([0, 2, 1, 0]);
});

it('months are laid over months, whatever their length', async () => {
  const tenant = await tenantWith([
    ...['2025-12-31T12:00:00Z', '2026-01-31T12:00:00Z', '2026-01-30T12:00:00Z', '2026-02-28T12:00:00Z'],
    '2026-03-15T12:00:00Z',
  ]);
  const answer = await tenant.query({
    from: '2026-01-01T00:00:00Z',
    to: '2026-04-01T00:00:00Z',
    queries: [
      { refId: 'A', metrics: ['calls.count', 'calls.concurrency.max'], interval: '1M', compare: 'previous_month' },
    ],
  });
  expect(columnOf(answer, 'calls.count')).toEqual([2, 1, 1]);
  expect(columnOf(answer, 'calls.count_previous')).toEqual([1, 2, 1]);
  expect(columnOf(answer, 'calls.concurrency.max_previous')).toEqual([1, 1, 1]);
});

describe('a missing value', () => {
  it.each([
    ['=~', ['.*'], 2],
    ['=~', ['^$'], 1],
    ['=~', ['.+'], 1],
    ['=~', ['^web$', '^$'], 2],
    ['!~', ['.*'], 0],
    ['!~', ['.+'], 1],
    ['!~', ['web'], 1],
  ])('is empty text to %s %j', async (op, values, count) => {
    const tenant = await service.tenant();
    await tenant.send([
      ...phoneCall({ start: '2026-04-30T10:00:00Z', started: { attribution: { source: 'web' } } }),
      ...phoneCall({ start: '2026-04-30T11:00:00Z' }),
    ]);
    await service.waitUntilProjected();
    const filters = [{ dimension: 'source', op, values }];
    const answer = await tenant.query({
      from: 'now-2d',
      to: 'now',
      queries: [{ refId: 'A', metrics: ['calls.count'], filters }],
    });
    expect(rowsOf(answer)).toEqual([{ 'calls.count': count }]);
  });
});

it('long lists of values say the same as short ones', async () => {
  const tenant = await service.tenant();
  const sources = ['web', 'say "hi" \\', "it's", 'ünï, 😀', 'null', '7'];
  await tenant.send([
    ...sources.flatMap((source) =>
      phoneCall({ start: '2026-04-30T10:00:00Z', started: { attribution: { source } }, answered: 1, ended: 3.5 }),
    ),
    ...phoneCall({ start: '2026-04-30T11:00:00Z' }),
  ]);
  await service.waitUntilProjected();
  const padding = Array.from({ length: 9_999 }, (_, index) => `none-${index}`);
  const counted = async (filters: object[]): Promise<unknown> =>
    rowsOf(
      await tenant.query({ from: 'now-2d', to: 'now', queries: [{ refId: 'A', metrics: ['calls.count'], filters }] }),
    )[0]?.['calls.count'];
  for (const source of sources) {
    const values = [source, ...padding];
    expect([source, await counted([{ dimension: 'source', op: 'in', values }])]).toEqual([source, 1]);
    expect([source, await counted([{ dimension: 'source', op: 'not in', values }])]).toEqual([source, 6]);
  }
  const numbers = [2.5, ...padding.map((_, index) => index + 1_000)];
  expect(await counted([{ dimension: 'duration', op: 'in', values: numbers }])).toBe(6);
  expect(await counted([{ dimension: 'source', op: 'in', values: [null, ...padding] }])).toBe(1);
});
