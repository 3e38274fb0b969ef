import fc from 'fast-check';
import { GIVE_UP_AFTER_MS, nextAttempt } from '../../../src/recordings/fetch/next-attempt.js';

const T0 = Date.UTC(2026, 10, 27);
const MINUTE = 60_000;

/** Minutes after the announcement at which attempts are made, each at once when it is due, until it is given up. */
function attempts(expiresAt?: number): number[] {
  const times = [T0];
  for (let count = 1; count < 1_000; count += 1) {
    const now = times.at(-1)!;
    const announcement = { announcedAt: T0, ...(expiresAt === undefined ? {} : { expiresAt }) };
    const next = nextAttempt(announcement, count, 0, now);
    if (next === undefined) break;
    times.push(next);
  }
  return times.map((time) => (time - T0) / MINUTE);
}

test('a recording is tried soon, then less and less often, for a day', () => {
  const minutes = attempts();
  expect(minutes.slice(0, 6)).toEqual([0, 10 / 60, 40 / 60, 100 / 60, 220 / 60, 520 / 60]);
  expect(minutes.at(-1)).toBeGreaterThan(23 * 60);
  expect(minutes.at(-1)).toBeLessThan(24 * 60);
  expect(minutes.length).toBeLessThan(40);
});

test('an address that ends after ten minutes is tried until shortly before', () => {
  const minutes = attempts(T0 + 10 * MINUTE);
  expect(minutes.at(-1)).toBeGreaterThan(9.9);
  expect(minutes.at(-1)).toBeLessThan(10);
  expect(minutes.length).toBeLessThan(30);
});

test('what the provider asks for is waited, but not beyond the end of the address', () => {
  expect(nextAttempt({ announcedAt: T0 }, 1, 7 * MINUTE, T0)).toBe(T0 + 7 * MINUTE);
  expect(nextAttempt({ announcedAt: T0, expiresAt: T0 + 4 * MINUTE }, 1, 7 * MINUTE, T0)).toBe(T0 + 2 * MINUTE);
});

test('no attempt lies in the past, and none behind the end', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(2 * GIVE_UP_AFTER_MS), fc.nat(GIVE_UP_AFTER_MS), (count, lasts, gone) => {
      const now = T0 + gone;
      const at = nextAttempt({ announcedAt: T0, expiresAt: T0 + lasts }, count + 1, 0, now);
      if (at === undefined) return;
      expect(at).toBeGreaterThan(now);
      expect(at).toBeLessThan(T0 + Math.min(lasts, GIVE_UP_AFTER_MS));
    }),
  );
});
