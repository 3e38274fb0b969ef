import type { Frame } from '@callsight/contract/query/answer';
import { DataVersions } from '../../../src/projection/rows/data-versions.js';
import { AnswerCache, cellsOfFrames } from '../../../src/analytics/query/answer-cache.js';
import { callEvent, microsOf } from '../../support/events/event.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-05-10T12:00:00Z');

const frame = (cells: number): Frame => ({
  schema: { refId: 'A', name: 'A', meta: {}, fields: [] },
  data: { values: [Array.from({ length: cells }, () => 1)] },
});

describe('DataVersions', () => {
  it('tells the latest change among the days of a range, of one tenant', () => {
    const versions = new DataVersions();
    versions.bump([
      { tenant: 'a', day: 10 },
      { tenant: 'b', day: 20 },
    ]);
    versions.bump([{ tenant: 'a', day: 20 }]);
    expect([
      versions.of('a', 10, 19),
      versions.of('a', 10, 20),
      versions.of('a', 11, 19),
      versions.of('b', 0, 30),
      versions.of('c', 0, 30),
    ]).toEqual([1, 2, 0, 1, 0]);
  });
});

describe('AnswerCache', () => {
  it('gives an answer back for its version only', () => {
    const cache = new AnswerCache(1_000, cellsOfFrames);
    const answer = [frame(3)];
    cache.set('key', 1, answer);
    expect(cache.get('key', 1)).toBe(answer);
    expect(cache.get('key', 2)).toBeUndefined();
    expect(cache.get('other', 1)).toBeUndefined();
  });

  it('stays within its bounds and lets the answer go that was not asked for longest', () => {
    const cache = new AnswerCache(1_000, cellsOfFrames);
    for (let key = 0; key < 20; key += 1) cache.set(`k${key}`, 1, [frame(30)]);
    expect(cache.get('k0', 1)).toBeDefined();
    cache.set('k20', 1, [frame(30)]);
    expect(cache.get('k0', 1)).toBeDefined();
    expect(cache.get('k1', 1)).toBeUndefined();
    cache.set('huge', 1, [frame(500)]);
    expect(cache.get('huge', 1)).toBeUndefined();
  });
});

describe('a kept answer', () => {
  const running = TestService.forTests(NOW, { CALLSIGHT_LOST_AFTER_MINUTES: '100000' });
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = await running.tenant();
  });

  const call = (id: string, day: number, hour = 10) =>
    callEvent('call.started', id, microsOf(`2026-05-0${day}T${hour}:00:00Z`), {
      direction: 'inbound',
      agent: { id: 'a' },
      from: '+4930123456',
    });

  async function ask(day: number, metrics: string[]): Promise<unknown[]> {
    const { results } = await tenant.query({
      from: `2026-05-0${day}T00:00:00Z`,
      to: `2026-05-0${day}T23:00:00Z`,
      queries: [{ refId: 'A', metrics }],
    });
    const result = results['A']!;
    if (!('frames' in result)) throw new Error(JSON.stringify(result));
    return result.frames[0]!.data.values.map(([value]) => value);
  }

  it('is never stale: not after a new call, a late one, a changed one, or a call of another day that changes this one', async () => {
    const metrics = ['calls.count', 'calls.answered', 'callers.new', 'calls.active', 'calls.concurrency.max'];
    await tenant.send([call('c5', 5)]);
    await running.waitUntilProjected();
    expect(await ask(5, metrics)).toEqual([1, 0, 1, 1, 1]);
    expect(await ask(5, metrics)).toEqual([1, 0, 1, 1, 1]);
    await tenant.send([callEvent('call.answered', 'c5', microsOf('2026-05-05T10:00:09Z'), {})]);
    await running.waitUntilProjected();
    expect(await ask(5, metrics)).toEqual([1, 1, 1, 1, 1]);
    // The same caller had called the day before: on the 5th nobody is new any more.
    await tenant.send([call('c4', 4)]);
    await running.waitUntilProjected();
    expect(await ask(5, metrics)).toEqual([1, 1, 0, 2, 2]);
    // That call ended before the 5th began.
    await tenant.send([callEvent('call.ended', 'c4', microsOf('2026-05-04T10:05:00Z'), { ended_by: 'caller' })]);
    await running.waitUntilProjected();
    expect(await ask(5, metrics)).toEqual([1, 1, 0, 1, 1]);
  });
});
