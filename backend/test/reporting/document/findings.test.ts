import fc from 'fast-check';
import { weekdayPairs, weekdaysFrom } from '../../../src/reporting/document/findings/daily.js';
import { worstLoss } from '../../../src/reporting/document/findings/lost-step.js';
import { pairedChange } from '../../../src/reporting/document/findings/paired-change.js';
import { holm } from '../../../src/analytics/statistics/holm.js';

test('weekdays follow the calendar of the zone', () => {
  // 27 November 2026 is a Friday; in Tokyo it has begun eight hours earlier.
  expect(weekdaysFrom(Date.UTC(2026, 10, 27), 3, 'UTC')).toEqual([4, 5, 6]);
  expect(weekdaysFrom(Date.UTC(2026, 10, 26, 15), 2, 'Asia/Tokyo')).toEqual([4, 5]);
});

test('weekdays are compared with the same weekdays, however often each comes', () => {
  // Ten days from a Monday against seven: Monday to Wednesday twice.
  const now = {
    values: [10, 20, 30, 40, 50, 60, 70, 12, 22, 32],
    weekdays: weekdaysFrom(Date.UTC(2026, 10, 16), 10, 'UTC'),
  };
  const before = { values: [1, 2, 3, 4, 5, null, 7], weekdays: weekdaysFrom(Date.UTC(2026, 10, 9), 7, 'UTC') };
  expect(weekdayPairs(now, before)).toEqual([
    { now: 11, before: 1 },
    { now: 21, before: 2 },
    { now: 31, before: 3 },
    { now: 40, before: 4 },
    { now: 50, before: 5 },
    { now: 70, before: 7 },
  ]);
});

test('a paired t-test as in the textbook', () => {
  // Differences 2, 4, 3, 5, 1: mean 3, variance 2.5, error √0.5; t = 4.2426 with 4 degrees of freedom.
  const pairs = [2, 4, 3, 5, 1].map((difference) => ({ now: 10 + difference, before: 10 }));
  const change = pairedChange(pairs);
  expect(change?.mean).toBeCloseTo(3, 12);
  expect(change?.p).toBeCloseTo(0.013_235, 5);
  // 2.776445 is the 97.5th percentile of t with 4 degrees of freedom.
  expect(change?.low).toBeCloseTo(3 - 2.776_445 * Math.sqrt(0.5), 5);
  expect(change?.high).toBeCloseTo(3 + 2.776_445 * Math.sqrt(0.5), 5);
  expect(pairedChange(pairs.slice(1))).toBeUndefined();
  expect(pairedChange(Array.from({ length: 7 }, () => ({ now: 2, before: 1 })))).toBeUndefined();
});

/** A generator of numbers that is the same each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test('of weeks in which nothing changed, at most one report in twenty names a change', () => {
  const random = randomFrom(7);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const REPORTS = 4_000;
  const METRICS = 7;
  let named = 0;
  for (let report = 0; report < REPORTS; report += 1) {
    const tests = Array.from({ length: METRICS }, () => {
      const level = 50 + 500 * random();
      // Weekdays differ by far more than weeks do.
      const rhythm = Array.from({ length: 7 }, () => 0.2 + random());
      const draw = (weekday: number): number => level * (rhythm[weekday] ?? 1) * (1 + 0.1 * normal());
      return pairedChange(rhythm.map((_, weekday) => ({ now: draw(weekday), before: draw(weekday) })))?.p ?? 1;
    });
    if (holm(tests).some((p) => p < 0.05)) named += 1;
  }
  // Three standard errors above 5 %.
  expect(named / REPORTS).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / REPORTS));
  // A test that never fires would pass, too.
  expect(named).toBeGreaterThan(0);
});

describe('the step at which most are lost', () => {
  const steps = (...counts: [string, number, number][]) =>
    counts.map(([step, reached, dropped]) => ({ step, reached, dropped }));

  test('is named where it is beyond chance', () => {
    expect(worstLoss(steps(['a', 1_000, 100], ['b', 900, 400], ['c', 500, 50], ['d', 450, 0]))).toBe(2);
  });

  test('is not named where two are too close to tell apart, where too few came, or where nobody is lost', () => {
    expect(worstLoss(steps(['a', 100, 30], ['b', 70, 22], ['c', 48, 0]))).toBeUndefined();
    expect(worstLoss(steps(['a', 29, 25], ['b', 4, 0]))).toBeUndefined();
    expect(worstLoss(steps(['a', 500, 0], ['b', 500, 0]))).toBeUndefined();
    expect(worstLoss([])).toBeUndefined();
  });

  test('leaves out who does not want to book, and who may still come', () => {
    // 900 of 1,000 do not want to book, 40 of 50 slots are still open.
    expect(
      worstLoss(
        steps(['call.answered', 1_000, 900], ['intent.booking', 100, 50], ['slot.offered', 50, 5], ['done', 5, 0]),
      ),
    ).toBe(2);
  });

  test('is one whose share no other exceeds', () => {
    const count = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count), { minLength: 2, maxLength: 8 }), (pairs) => {
        const all = pairs.map(([reached, dropped], index) => ({
          step: `s${index}`,
          reached,
          dropped: Math.min(reached, dropped),
        }));
        const worst = worstLoss(all);
        if (worst === undefined) return;
        const share = (index: number): number => (all[index]?.dropped ?? 0) / Math.max(1, all[index]?.reached ?? 0);
        for (const [index, { reached }] of all.slice(0, -1).entries())
          if (reached >= 30) expect(share(index)).toBeLessThanOrEqual(share(worst - 1));
      }),
    );
  });
});
