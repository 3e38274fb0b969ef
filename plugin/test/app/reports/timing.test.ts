/** @jest-environment jsdom */
import fc from 'fast-check';
import {
  cronOf,
  timesOf,
  type Timing,
  timingOf,
  timingText,
  withTimingKind,
} from '../../../src/app/pages/reports/model/timing';

test.each<[string, Timing]>([
  ['0 8 * * *', { kind: 'daily', time: '08:00' }],
  ['30 17 * * 1-5', { kind: 'workdays', time: '17:30' }],
  ['0 8 * * 1', { kind: 'weekly', time: '08:00', weekday: 1 }],
  ['0 8 * * 7', { kind: 'weekly', time: '08:00', weekday: 0 }],
  ['5 6 1 * *', { kind: 'monthly', time: '06:05', day: 1 }],
  ['@monthly', { kind: 'monthly', time: '00:00', day: 1 }],
])('%s is said in words', (cron, timing) => {
  expect(timingOf({ cron })).toEqual(timing);
});

test.each(['0,30 2 * * *', '*/15 * * * *', '0 8 1 1,4,7,10 *', '0 8 1 * 1', '0 8 * *', '61 8 * * *', 'soon', ''])(
  '%s stays as it is',
  (cron) => {
    expect(timingOf({ cron })).toEqual({ kind: 'cron', cron });
    expect(cronOf(timingOf({ cron }))).toBe(cron);
  },
);

test('a working day of the month is one of all days at a time', () => {
  expect(timingOf({ cron: '0 8 * * *', workday_of_month: 'last' })).toEqual({ kind: 'last_workday', time: '08:00' });
  expect(timesOf({ kind: 'first_workday', time: '07:30' })).toEqual({ cron: '30 7 * * *', workday_of_month: 'first' });
  expect(timesOf({ kind: 'daily', time: '07:30' })).toEqual({ cron: '30 7 * * *', workday_of_month: undefined });
});

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const timing: fc.Arbitrary<Timing> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('daily' as const, 'workdays' as const, 'first_workday' as const, 'last_workday' as const),
    time,
  }),
  fc.record({ kind: fc.constant('weekly' as const), time, weekday: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ kind: fc.constant('monthly' as const), time, day: fc.integer({ min: 1, max: 31 }) }),
);

test('what is chosen becomes an expression that says the same', () => {
  fc.assert(fc.property(timing, (one) => expect(timingOf(timesOf(one))).toEqual(one)));
});

test('other days keep the time of day, and an expression keeps what was chosen', () => {
  const weekly = timingOf({ cron: '15 9 * * 3' });
  expect(withTimingKind(weekly, 'monthly')).toEqual({ kind: 'monthly', time: '09:15', day: 1 });
  expect(withTimingKind(weekly, 'cron')).toEqual({ kind: 'cron', cron: '15 9 * * 3' });
  expect(timingText(weekly)).toBe('Wednesdays at 09:15');
});
