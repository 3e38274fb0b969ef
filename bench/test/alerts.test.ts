import { simulateHistory } from '@callsight/simulator/simulate-history';
import { USUAL_VARIATION } from '@callsight/simulator/variation';
import { poissonInterval } from '../src/alerts/poisson-interval.js';
import { simulatedSeries, ZONE } from '../src/alerts/simulated-series.js';
import { alarmsOf, countWatcher, delayOf, watched } from '../src/alerts/watchers.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A Monday. */
const FIRST_DAY = Date.parse('2026-02-02') / DAY;

test('the interval of a Poisson count is the exact one', () => {
  expect(poissonInterval(0)).toEqual({ low: 0, high: expect.closeTo(3.689, 3) });
  expect(poissonInterval(5)).toEqual({ low: expect.closeTo(1.623, 3), high: expect.closeTo(11.668, 3) });
});

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

test('series count what the events say, each call where it began', () => {
  const firm = { seed: 'count', callsPerDay: 300, firstDay: FIRST_DAY, days: 3, detail: 'full' } as const;
  const series = simulatedSeries(firm);
  const events = [
    ...simulateHistory({
      seed: 'count',
      from: series.from * MINUTE,
      to: (series.from + 3 * 1_440) * MINUTE - 1,
      callsPerDay: 300,
      lines: 75,
      timezone: ZONE,
      incidents: false,
      duplicates: 0,
      disorder: 0,
      variation: USUAL_VARIATION,
    }),
  ];
  const of = (type: string) => events.filter((event) => event.type === type);
  const inbound = of('call.started').filter(({ data }) => (data as { direction: string }).direction === 'inbound');
  expect(inbound.length).toBeGreaterThan(500);
  expect(sum(series.offered)).toBe(inbound.length);
  expect(sum(series.rates.get('errors')?.totals ?? [])).toBe(of('call.ended').length);
  expect(sum(series.lost)).toBe(of('call.started').length - of('call.ended').length);
  expect(series.turns.get('all')?.length).toBe(of('call.turn').length);
  const [first] = inbound;
  expect(series.offered[Math.floor(Date.parse(first?.time ?? '') / MINUTE) - series.from]).toBeGreaterThan(0);
});

test('a doubling is found, in the minutes in which it is, and nothing else is', () => {
  const day = FIRST_DAY + 5 * 7 + 1;
  const days = Array.from({ length: 7 }, (_, index) => FIRST_DAY + 5 * 7 + index);
  const begin = day * 1_440 - 60 + 600;
  const named = [{ kind: 'spike', factor: 3, from: begin * MINUTE, to: (begin + 60) * MINUTE } as const];
  const firm = { seed: 'spike', callsPerDay: 1_500, firstDay: FIRST_DAY, days: 6 * 7 };
  const of = watched(simulatedSeries({ ...firm, named }));
  const watcher = countWatcher(of, of.series.offered, 'above');
  const delay = delayOf(watcher, day, begin, begin + 60);
  expect(delay).toBeGreaterThanOrEqual(5);
  expect(delay).toBeLessThanOrEqual(30);
  expect(alarmsOf(watcher, days)).toEqual([begin + delay]);
  const quiet = watched(simulatedSeries(firm));
  expect(alarmsOf(countWatcher(quiet, quiet.series.offered, 'above'), days)).toEqual([]);
});
