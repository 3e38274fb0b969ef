import fc from 'fast-check';
import { offsetOf, plannedAt } from '../../../src/monitoring/checks/schedule.js';

const HOUR = 3_600_000;
const every = fc.constantFrom(10_000, 60_000, 90_000, 5 * 60_000, HOUR, 24 * HOUR);
const now = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') });
const key = fc.string({ maxLength: 40 });

it('plans one run in each interval, at the offset of the check', () => {
  fc.assert(
    fc.property(key, every, now, (name, everyMs, at) => {
      const offset = offsetOf(name, everyMs);
      const planned = plannedAt(everyMs, offset, 0, at);
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThan(everyMs);
      expect(planned).toBeLessThanOrEqual(at);
      expect(planned).toBeGreaterThan(at - everyMs);
      expect(planned % everyMs).toBe(offset);
      // The same whenever it is looked until the next one, so that a process that starts anew does not plan it twice.
      expect(plannedAt(everyMs, offset, 0, planned + everyMs - 1)).toBe(planned);
      expect(plannedAt(everyMs, offset, 0, planned + everyMs)).toBe(planned + everyMs);
    }),
  );
});

it('does not drift, however late and irregularly it is looked', () => {
  const delays = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(key, delays, now, (name, waits, start) => {
      const offset = offsetOf(name, 60_000);
      let at = start;
      const planned = new Set<number>();
      for (const wait of waits) {
        at += wait;
        planned.add(plannedAt(60_000, offset, 0, at));
      }
      for (const time of planned) expect(time % 60_000).toBe(offset);
      // A pause is followed by one run, not by all that were missed.
      expect(planned.size).toBeLessThanOrEqual(waits.length);
    }),
  );
});

it('plans a run when a check was written, and from then on at its offset', () => {
  fc.assert(
    fc.property(key, every, now, (name, everyMs, defined) => {
      const offset = offsetOf(name, everyMs);
      expect(plannedAt(everyMs, offset, defined, defined)).toBe(defined);
      const next = plannedAt(everyMs, offset, defined, defined + everyMs);
      expect(next % everyMs).toBe(offset);
      expect(next).toBeGreaterThan(defined);
    }),
  );
});

it('spreads checks over their interval', () => {
  fc.assert(
    fc.property(fc.uuid(), every, (tenant, everyMs) => {
      const counts = Array<number>(10).fill(0);
      for (let check = 0; check < 200; check += 1) {
        const tenth = Math.floor((offsetOf(`${tenant}\u0000check-${check}`, everyMs) / everyMs) * 10);
        counts[tenth] = (counts[tenth] ?? 0) + 1;
      }
      // 20 each are expected; 45 would be six standard deviations more.
      expect(Math.max(...counts)).toBeLessThan(45);
      expect(Math.min(...counts)).toBeGreaterThan(0);
    }),
  );
});
