import fc from 'fast-check';
import {
  judgeBlobs,
  judgeDisk,
  judgeInflux,
  judgeLedger,
  judgeRows,
} from '../../../../src/monitoring/checks/built-in/own-parts.js';
import { RulesWatch } from '../../../../src/monitoring/checks/built-in/rules-watch.js';
import { judgeWebhooks } from '../../../../src/monitoring/checks/built-in/webhook-silence.js';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const NOW = Date.parse('2026-06-10T12:00:00Z');

it.each([
  [{ obstacle: undefined, damage: undefined }, { status: 'up' }],
  [
    { obstacle: 'only 5 bytes are free', damage: undefined },
    { status: 'down', reason: 'only 5 bytes are free' },
  ],
  [
    { obstacle: 'full', damage: 'a value changed' },
    { status: 'down', reason: 'what it holds is damaged; the log says where' },
  ],
])('ledger %j: %j', (health, finding) => expect(judgeLedger(health)).toEqual(finding));

it.each([
  [{ status: 'ok' as const, reason: undefined }, { status: 'up' }],
  [
    { status: 'full' as const, reason: 'the disk is full' },
    { status: 'down', reason: 'files cannot be stored: the disk is full' },
  ],
])('blobs %j: %j', (health, finding) => expect(judgeBlobs(health)).toEqual(finding));

it.each([
  [{ free: 5e9, required: 1e9 }, { status: 'up' }],
  [{ free: 2e9, required: 1e9 }, { status: 'up' }],
  [
    { free: 1.9e9, required: 1e9 },
    { status: 'degraded', reason: '1,900 MB free; 1,000 MB required to accept events' },
  ],
  [
    { free: 1e9, required: 1e9 },
    { status: 'degraded', reason: '1,000 MB free; 1,000 MB required to accept events' },
  ],
  [
    { free: 999e6, required: 1e9 },
    { status: 'down', reason: '999 MB free; 1,000 MB required to accept events' },
  ],
  [{ free: 0, required: 0 }, { status: 'up' }],
])('disk %j: %j', (space, finding) => expect(judgeDisk(space)).toEqual(finding));

it('database: damage before a failure before rows that could not be written, without values of rows', () => {
  const failure = 'Conversion Error: +4930901820';
  const of = (further: object) => judgeRows({ damage: undefined, failure: undefined, failed: 0, ...further });
  expect([
    of({}),
    of({ failed: 3 }),
    of({ failed: 3, failure }),
    of({ failed: 3, failure, damage: 'checksum of block 4711' }),
  ]).toEqual([
    { status: 'up' },
    { status: 'degraded', reason: 'the rows of 3 entities could not be written' },
    { status: 'down', reason: 'rows cannot be written at present; the log says why' },
    { status: 'down', reason: 'the database is damaged; a restart rebuilds it' },
  ]);
});

it('InfluxDB: away, restoring, behind, with refused points', () => {
  const of = (further: object) =>
    judgeInflux({ status: 'ok', reason: undefined, lagMs: 0, deadLetters: 0, ...further });
  expect([
    of({}),
    of({ lagMs: 5 * MINUTE }),
    of({ lagMs: 5 * MINUTE + 1_000 }),
    of({ deadLetters: 2 }),
    of({ status: 'restoring' }),
    of({ status: 'away', reason: 'ECONNREFUSED', lagMs: DAY }),
    of({ status: 'denied' }),
  ]).toEqual([
    { status: 'up' },
    { status: 'up' },
    { status: 'degraded', reason: '301 s behind' },
    { status: 'degraded', reason: '2 points were refused; see the dead letters' },
    { status: 'degraded', reason: 'restoring' },
    { status: 'down', reason: 'away: ECONNREFUSED' },
    { status: 'down', reason: 'denied' },
  ]);
});

it('Grafana: nothing before it has asked, down when it has not asked for five minutes', () => {
  const watch = new RulesWatch();
  expect(watch.judge(NOW)).toBeUndefined();
  watch.asked(NOW);
  expect([0, 5, 5.01, 12.9].map((minutes) => watch.judge(NOW + minutes * MINUTE))).toEqual([
    { status: 'up' },
    { status: 'up' },
    { status: 'down', reason: 'Grafana has not asked for alert rules for 5 min' },
    { status: 'down', reason: 'Grafana has not asked for alert rules for 12 min' },
  ]);
  watch.asked(NOW + 13 * MINUTE);
  expect(watch.judge(NOW + 14 * MINUTE)).toEqual({ status: 'up' });
});

describe('webhooks of an account', () => {
  async function* latestFirst(times: readonly number[]) {
    await Promise.resolve();
    yield* times;
  }
  /** So many webhooks, one each `gap`, the last of them `silence` ago; minutes. */
  const judge = (count: number, gap: number, silence: number) =>
    judgeWebhooks(
      latestFirst(Array.from({ length: count }, (_, index) => NOW - (silence + index * gap) * MINUTE)),
      NOW,
    );

  it.each([
    [100, 5, 100, { status: 'up' }],
    [100, 5, 100.1, { status: 'degraded', reason: 'no webhook for 100 min; usual are at most 100 min' }],
    [100, 0.1, 30, { status: 'up' }],
    [100, 0.1, 31, { status: 'degraded', reason: 'no webhook for 31 min; usual are at most 30 min' }],
    // Too few to say what is usual, also where the others are older than a week.
    [19, 5, 5_000, undefined],
    [20, 5, 5_000, { status: 'degraded', reason: 'no webhook for 5000 min; usual are at most 100 min' }],
    [100, 600, 5_000, undefined],
    [100, 5, 8 * 1_440, undefined],
    [0, 1, 1, undefined],
  ])('%d webhooks, one each %d min, the last %d min ago: %j', async (count, gap, silence, finding) => {
    expect(await judge(count, gap, silence)).toEqual(finding);
  });

  it('are never missed within half an hour, nor within twenty times the usual gap', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 7 * 1_440 }), { maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(times, async (minutes) => {
        const sorted = minutes.toSorted((one, other) => one - other);
        const finding = await judgeWebhooks(latestFirst(sorted.map((one) => NOW - one * MINUTE)), NOW);
        if (finding?.status !== 'degraded') return;
        const used = sorted.slice(0, 300);
        const gaps = used.slice(1).map((one, index) => one - used[index]!);
        const below = gaps.filter((gap) => gap * 20 < used[0]!).length;
        expect(used[0]).toBeGreaterThan(30);
        expect(below).toBeGreaterThanOrEqual(Math.floor(gaps.length / 2));
      }),
    );
  });
});
