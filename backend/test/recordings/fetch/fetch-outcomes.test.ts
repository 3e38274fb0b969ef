import { FetchOutcomes } from '../../../src/recordings/fetch/fetch-outcomes.js';

const MINUTE = 60_000;

it('counts recordings since the start, and those of the last hour', () => {
  let now = Date.parse('2026-03-10T12:00:00Z');
  const outcomes = new FetchOutcomes(() => now);
  outcomes.noteFetched();
  outcomes.noteFetched();
  outcomes.noteFailed(false);
  now += 30 * MINUTE;
  outcomes.noteFailed(true);
  outcomes.noteFetched();
  now += 29 * MINUTE + 59_000;
  expect(outcomes.lastHour()).toEqual({ fetched: 3, givenUp: 1 });
  now += 1_000;
  expect(outcomes.lastHour()).toEqual({ fetched: 1, givenUp: 1 });
  now += 30 * MINUTE;
  expect(outcomes.lastHour()).toEqual({ fetched: 0, givenUp: 0 });
  outcomes.noteFailed(true);
  expect(outcomes.lastHour()).toEqual({ fetched: 0, givenUp: 1 });
  expect(outcomes.counts).toEqual({ fetched: 3, failed: 3, givenUp: 2 });
});
