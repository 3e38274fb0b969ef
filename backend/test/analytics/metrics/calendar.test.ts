import type { FrameValue } from '@callsight/contract/query/answer';
import { columnOf, rowsOf } from '../../support/frames.js';
import { phoneCall } from '../../support/events/call.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const service = TestService.forTests(Date.parse('2026-09-01T00:00:00Z'));

async function tenantWith(starts: readonly string[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  await tenant.send(starts.flatMap((start) => phoneCall({ start, answered: 0, ended: 0, turns: [{}] })));
  await service.waitUntilProjected();
  return tenant;
}

const justBefore = (time: string): string => new Date(Date.parse(time) - 1).toISOString();

/** Zone, interval, and the begins of buckets with the end of the last one, all worked out by hand. */
const BUCKETS: [string, string, string, string[]][] = [
  [
    'the day with 23 hours',
    'Europe/Berlin',
    '1d',
    ['2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '2026-03-30T22:00:00Z'],
  ],
  [
    'the day with 25 hours',
    'Europe/Berlin',
    '1d',
    ['2025-10-24T22:00:00Z', '2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z', '2025-10-27T23:00:00Z'],
  ],
  ['weeks', 'Europe/Berlin', '1w', ['2026-03-22T23:00:00Z', '2026-03-29T22:00:00Z', '2026-04-05T22:00:00Z']],
  ['weeks', 'Europe/Berlin', '1w', ['2025-10-19T22:00:00Z', '2025-10-26T23:00:00Z', '2025-11-02T23:00:00Z']],
  ['months', 'Europe/Berlin', '1M', ['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', '2026-04-30T22:00:00Z']],
  ['months', 'Europe/Berlin', '1M', ['2025-09-30T22:00:00Z', '2025-10-31T23:00:00Z', '2025-11-30T23:00:00Z']],
  [
    'the hour that is left out',
    'Europe/Berlin',
    '1h',
    ['2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z'],
  ],
  [
    'the hour that comes twice',
    'Europe/Berlin',
    '1h',
    ['2025-10-26T00:00:00Z', '2025-10-26T01:00:00Z', '2025-10-26T02:00:00Z'],
  ],
  [
    'the day without a midnight',
    'America/Sao_Paulo',
    '1d',
    ['2018-11-03T03:00:00Z', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z', '2018-11-06T02:00:00Z'],
  ],
  [
    'the day with its last hour twice',
    'America/Sao_Paulo',
    '1d',
    ['2019-02-15T02:00:00Z', '2019-02-16T02:00:00Z', '2019-02-17T03:00:00Z', '2019-02-18T03:00:00Z'],
  ],
  ['weeks', 'America/Sao_Paulo', '1w', ['2018-10-29T03:00:00Z', '2018-11-05T02:00:00Z', '2018-11-12T02:00:00Z']],
  ['weeks', 'America/Sao_Paulo', '1w', ['2019-02-11T02:00:00Z', '2019-02-18T03:00:00Z', '2019-02-25T03:00:00Z']],
  ['months', 'America/Sao_Paulo', '1M', ['2018-11-01T03:00:00Z', '2018-12-01T02:00:00Z', '2019-01-01T02:00:00Z']],
  ['months', 'America/Sao_Paulo', '1M', ['2019-02-01T02:00:00Z', '2019-03-01T03:00:00Z', '2019-04-01T03:00:00Z']],
  ['days', 'Asia/Kolkata', '1d', ['2026-01-30T18:30:00Z', '2026-01-31T18:30:00Z', '2026-02-01T18:30:00Z']],
  ['weeks', 'Asia/Kolkata', '1w', ['2026-01-25T18:30:00Z', '2026-02-01T18:30:00Z', '2026-02-08T18:30:00Z']],
  ['months', 'Asia/Kolkata', '1M', ['2025-12-31T18:30:00Z', '2026-01-31T18:30:00Z', '2026-02-28T18:30:00Z']],
  ['hours of UTC', 'Asia/Kolkata', '1h', ['2026-01-31T18:00:00Z', '2026-01-31T19:00:00Z', '2026-01-31T20:00:00Z']],
  [
    'the day that is half an hour short',
    'Australia/Lord_Howe',
    '1d',
    ['2025-10-03T13:30:00Z', '2025-10-04T13:30:00Z', '2025-10-05T13:00:00Z', '2025-10-06T13:00:00Z'],
  ],
  [
    'the day that is half an hour long',
    'Australia/Lord_Howe',
    '1d',
    ['2026-04-03T13:00:00Z', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', '2026-04-06T13:30:00Z'],
  ],
  ['weeks', 'Australia/Lord_Howe', '1w', ['2025-09-28T13:30:00Z', '2025-10-05T13:00:00Z', '2025-10-12T13:00:00Z']],
  ['months', 'Australia/Lord_Howe', '1M', ['2025-09-30T13:30:00Z', '2025-10-31T13:00:00Z', '2025-11-30T13:00:00Z']],
  [
    'hours of UTC',
    'Australia/Lord_Howe',
    '1h',
    ['2025-10-04T15:00:00Z', '2025-10-04T16:00:00Z', '2025-10-04T17:00:00Z'],
  ],
];

describe('buckets', () => {
  it.each(BUCKETS)(
    '%s in %s, %s: a call at the begin and one just before the end of each',
    async (_name, timezone, interval, edges) => {
      const begins = edges.slice(0, -1);
      const ends = edges.slice(1);
      const tenant = await tenantWith([...begins, ...ends.map(justBefore), justBefore(edges[0]!), ends.at(-1)!]);
      const metrics = ['calls.count', 'turns.count', 'calls.concurrency.max'];
      const answer = await tenant.query({
        from: edges[0]!,
        to: edges.at(-1)!,
        timezone,
        queries: [{ refId: 'A', metrics, interval }],
      });
      expect(columnOf(answer, 'time')).toEqual(begins.map((time) => Date.parse(time)));
      expect(columnOf(answer, 'calls.count')).toEqual(begins.map(() => 2));
      expect(columnOf(answer, 'turns.count')).toEqual(begins.map(() => 2));
    },
  );

  it.each([
    ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23],
    ['2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z', 25],
  ])('of an hour cut the Berlin day from %s to %s into %d', async (from, to, hours) => {
    const tenant = await tenantWith([from]);
    const answer = await tenant.query({
      from,
      to,
      timezone: 'Europe/Berlin',
      queries: [{ refId: 'A', metrics: ['calls.count'], interval: '1h' }],
    });
    expect(columnOf(answer, 'calls.count')).toEqual([1, ...Array<number>(hours - 1).fill(0)]);
    expect(columnOf(answer, 'time')).toEqual(
      Array.from({ length: hours }, (_, hour) => Date.parse(from) + hour * 3_600_000),
    );
  });

  it('keep their own begin when the range starts or stops inside of them', async () => {
    const tenant = await tenantWith([
      '2026-03-29T05:59:59Z',
      '2026-03-29T06:00:00Z',
      '2026-03-30T05:00:00Z',
      '2026-03-30T06:00:00Z',
    ]);
    const range = { from: '2026-03-29T06:00:00Z', to: '2026-03-30T06:00:00Z', timezone: 'Europe/Berlin' };
    const answer = await tenant.query({
      ...range,
      queries: [{ refId: 'A', metrics: ['calls.count'], interval: '1d' }],
    });
    expect(rowsOf(answer)).toEqual([
      { time: Date.parse('2026-03-28T23:00:00Z'), 'calls.count': 1 },
      { time: Date.parse('2026-03-29T22:00:00Z'), 'calls.count': 1 },
    ]);
  });
});

/** Starts of calls and what a clock on the wall shows then: weekday from 1 (Monday) and hour. */
const WALL_CLOCKS: [string, [string, number, number][]][] = [
  [
    'Europe/Berlin',
    [
      ['2026-03-29T00:59:59.999Z', 7, 1],
      ['2026-03-29T01:00:00Z', 7, 3],
      ['2026-03-29T21:59:59Z', 7, 23],
      ['2026-03-29T22:00:00Z', 1, 0],
    ],
  ],
  [
    'Europe/Berlin',
    [
      ['2025-10-26T00:30:00Z', 7, 2],
      ['2025-10-26T01:30:00Z', 7, 2],
      ['2025-10-26T02:00:00Z', 7, 3],
      ['2025-10-26T22:59:59Z', 7, 23],
      ['2025-10-26T23:00:00Z', 1, 0],
    ],
  ],
  [
    'America/Sao_Paulo',
    [
      ['2018-11-04T02:59:59Z', 6, 23],
      ['2018-11-04T03:00:00Z', 7, 1],
      ['2018-11-05T01:59:59Z', 7, 23],
      ['2018-11-05T02:00:00Z', 1, 0],
    ],
  ],
  [
    'America/Sao_Paulo',
    [
      ['2019-02-17T01:30:00Z', 6, 23],
      ['2019-02-17T02:30:00Z', 6, 23],
      ['2019-02-17T03:00:00Z', 7, 0],
    ],
  ],
  [
    'Asia/Kolkata',
    [
      ['2026-02-01T18:29:59Z', 7, 23],
      ['2026-02-01T18:30:00Z', 1, 0],
      ['2026-02-01T19:29:59Z', 1, 0],
      ['2026-02-01T19:30:00Z', 1, 1],
    ],
  ],
  [
    'Australia/Lord_Howe',
    [
      ['2025-10-04T13:29:59Z', 6, 23],
      ['2025-10-04T13:30:00Z', 7, 0],
      ['2025-10-04T15:29:59Z', 7, 1],
      ['2025-10-04T15:30:00Z', 7, 2],
      ['2025-10-05T13:00:00Z', 1, 0],
    ],
  ],
  [
    'Australia/Lord_Howe',
    [
      ['2026-04-04T14:45:00Z', 7, 1],
      ['2026-04-04T15:10:00Z', 7, 1],
      ['2026-04-04T15:30:00Z', 7, 2],
      ['2026-04-05T13:29:59Z', 7, 23],
      ['2026-04-05T13:30:00Z', 1, 0],
    ],
  ],
];

describe('hour of day and weekday', () => {
  it.each(WALL_CLOCKS)('are those of the wall clock in %s: %j', async (timezone, calls) => {
    const starts = calls.map(([start]) => start);
    const tenant = await tenantWith(starts);
    const counts = new Map<string, number>();
    for (const [, weekday, hour] of calls) {
      const key = JSON.stringify([weekday, hour]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const answer = await tenant.query({
      from: Date.parse(starts[0]!) - 86_400_000,
      to: Date.parse(starts.at(-1)!) + 86_400_000,
      timezone,
      queries: [
        { refId: 'A', metrics: ['calls.count'], groupBy: ['weekday', 'hour_of_day'] },
        { refId: 'T', metrics: ['turns.count'], groupBy: ['weekday', 'hour_of_day'] },
      ],
    });
    const countsOf = (refId: string, metric: string): [string, FrameValue | undefined][] =>
      rowsOf(answer, refId).map((row) => [JSON.stringify([row['weekday'], row['hour_of_day']]), row[metric]]);
    expect(new Map(countsOf('A', 'calls.count'))).toEqual(counts);
    expect(new Map(countsOf('T', 'turns.count'))).toEqual(counts);
  });
});
