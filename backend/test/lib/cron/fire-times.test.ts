import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { CronProblem, FireTimes } from '../../../src/lib/cron/fire-times.js';

/** Times of an expression in a range, as UTC and as the wall time that they stand for. */
function timesIn(cron: string, zone: string, from: string, to: string): string[] {
  const end = Date.parse(to);
  const found: string[] = [];
  for (const { at } of new FireTimes(cron).after(Date.parse(from) - 1, zone)) {
    if (at >= end) break;
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

const SPRING = ['2027-03-27T23:00Z', '2027-03-28T22:00Z'] as const;
const AUTUMN = ['2026-10-24T22:00Z', '2026-10-25T23:00Z'] as const;

describe('a day on which the clock changes', () => {
  test.each([
    ['a time that is skipped runs when the clock goes on', '30 2 * * *', SPRING, ['2027-03-28T01:00Z']],
    ['a time that comes twice runs the first time', '30 2 * * *', AUTUMN, ['2026-10-25T00:30Z']],
    ['skipped times that fall together run once', '0,30 2 * * *', SPRING, ['2027-03-28T01:00Z']],
    ['two times that come twice run once each', '0,30 2 * * *', AUTUMN, ['2026-10-25T00:00Z', '2026-10-25T00:30Z']],
    ['of two hours none is lost', '30 2,14 * * *', SPRING, ['2027-03-28T01:00Z', '2027-03-28T12:30Z']],
    ['a range of hours', '30 1-3 * * *', SPRING, ['2027-03-28T00:30Z', '2027-03-28T01:00Z', '2027-03-28T01:30Z']],
    [
      'steps of hours skip what the clock skips',
      '0 */2 * * *',
      [SPRING[0], '2027-03-28T05:00Z'],
      ['2027-03-27T23:00Z', '2027-03-28T02:00Z', '2027-03-28T04:00Z'],
    ],
  ] as const)('%s: %s', (_title, cron, [from, to], expected) => {
    expect(timesIn(cron, 'Europe/Berlin', from, to)).toEqual(expected);
  });

  test('quarters of an hour go by the time that passes', () => {
    expect(timesIn('*/15 * * * *', 'Europe/Berlin', ...SPRING)).toHaveLength(92);
    expect(timesIn('*/15 * * * *', 'Europe/Berlin', ...AUTUMN)).toHaveLength(100);
  });

  test('midnight that does not exist, and a change of half an hour', () => {
    expect(timesIn('0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', '2026-04-24T12:00Z')).toEqual([
      '2026-04-23T22:00Z',
    ]);
    expect(timesIn('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-04T12:00Z')).toEqual([
      '2026-10-03T15:30Z',
    ]);
  });
});

test('the time of a schedule is that of its zone, whatever the date is elsewhere', () => {
  expect(timesIn('0 5 * * 1', 'Asia/Shanghai', '2026-11-27T00:00Z', '2026-12-04T00:00Z')).toEqual([
    '2026-11-29T21:00Z',
  ]);
  expect(timesIn('0 8 * * 1-5', 'America/New_York', '2026-10-30T00:00Z', '2026-11-03T00:00Z')).toEqual([
    '2026-10-30T12:00Z',
    '2026-11-02T13:00Z',
  ]);
});

test('the zone of the host changes nothing', async () => {
  const file = pathToFileURL(join(__dirname, '../../../dist/lib/cron/fire-times.js')).href;
  const script = `
    const { FireTimes } = await import(${JSON.stringify(file)});
    const times = [];
    for (const [cron, zone] of [['0 8 * * 1-5', 'America/New_York'], ['0,30 2 * * *', 'Europe/Berlin'], ['*/20 * * * *', 'Australia/Lord_Howe']])
      for (const { at } of new FireTimes(cron).after(Date.UTC(2027, 2, 12), zone)) {
        if (at > Date.UTC(2027, 3, 5)) break;
        times.push(at);
      }
    console.log(JSON.stringify(times));
  `;
  const outputs = await Promise.all(
    ['UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York'].map(async (zone) => {
      const args = ['--input-type=module', '--eval', script];
      return (await promisify(execFile)(process.execPath, args, { env: { TZ: zone } })).stdout;
    }),
  );
  expect(JSON.parse(outputs[0] ?? '[]')).toHaveLength(16 + 48 + 1_727);
  expect(new Set(outputs).size).toBe(1);
});

/** Days around every change of the clock of every zone, once for all zones whose clocks change alike. */
function changesOfAllZones(): { readonly zone: string; readonly day: number }[] {
  const seen = new Set<string>();
  const found: { readonly zone: string; readonly day: number }[] = [];
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    const offsetAt = (at: number): string =>
      format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const days: number[] = [];
    for (let at = Date.UTC(2020, 0, 1); at < Date.UTC(2035, 11, 31); at += 86_400_000)
      if (offsetAt(at) !== offsetAt(at + 86_400_000)) days.push(at);
    const key = `${offsetAt(Date.UTC(2020, 0, 1))} ${days.map((day) => `${day}${offsetAt(day + 86_400_000)}`).join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const day of days.length === 0 ? [Date.UTC(2027, 5, 1)] : days) found.push({ zone, day });
  }
  return found;
}

interface Fired {
  readonly at: number;
  readonly wall: string;
}

/** What the clock of a zone shows, as `2027-03-28 02:30`: by Intl, not by what is tested. */
type Clock = (at: number) => string;

function clockOf(zone: string): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => format.format(at);
}

const HALF_HOUR = 1_800_000;

/** It is the first instant of its wall time, or the first after a gap that holds it. */
function expectFirst({ at, wall }: Fired, clock: Clock): void {
  const shown = clock(at);
  if (shown === wall) {
    for (const steps of [1, 2, 4]) expect(clock(at - steps * HALF_HOUR)).not.toBe(wall);
    return;
  }
  expect(shown > wall).toBe(true);
  expect(clock(at - 60_000) < wall).toBe(true);
}

/** Whatever the clock showed at one of the times is there. At the begin it may have come before. */
function expectNoneLost(
  fired: readonly Fired[],
  times: ReadonlySet<string>,
  [from, to]: readonly [number, number],
  clock: Clock,
): void {
  const walls = new Set(fired.map(({ wall }) => wall));
  // A skipped time may fall together with the first one after the gap.
  const instants = new Set(fired.map(({ at }) => at));
  const lost: string[] = [];
  for (let at = from + 4 * HALF_HOUR; at <= to; at += 60_000) {
    const shown = clock(at);
    if (times.has(shown.slice(11)) && !walls.has(shown) && !instants.has(at)) lost.push(shown);
  }
  expect(lost).toEqual([]);
}

test('every wall time of a pattern with fixed hours runs once a day, in every zone from 2020 to 2035', () => {
  const changes = changesOfAllZones();
  expect(changes.length).toBeGreaterThan(1_000);
  const two = (part: number): string => String(part).padStart(2, '0');
  const patterns = fc.sample(
    fc.record({
      hours: fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 3 }),
      minutes: fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 3 }),
    }),
    { numRuns: changes.length, seed: 7 },
  );
  for (const [index, { zone, day }] of changes.entries()) {
    const { hours, minutes } = patterns[index] ?? { hours: [], minutes: [] };
    const times = new Set(hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)));
    const range = [day - 43_200_000, day + 129_600_000] as const;
    const fired: Fired[] = [];
    for (const { at, wall } of new FireTimes(`${minutes.join()} ${hours.join()} * * *`).after(range[0], zone)) {
      if (at > range[1]) break;
      fired.push({ at, wall: wall.toString().replace('T', ' ').slice(0, 16) });
    }
    const instants = fired.map(({ at }) => at);
    expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
    expect(new Set(fired.map(({ wall }) => wall)).size).toBe(fired.length);
    const clock = clockOf(zone);
    for (const one of fired) expectFirst(one, clock);
    expectNoneLost(fired, times, range, clock);
  }
}, 240_000);

test('what cannot be read, or never comes', () => {
  for (const cron of [
    '',
    '* * * *',
    '0 8 * * * *',
    '60 8 * * *',
    '0 24 * * *',
    '0 8 * * 8',
    '*/0 * * * *',
    '@noon',
    '2026-01-01T00:00',
    'H 8 * * *',
  ])
    expect(() => new FireTimes(cron)).toThrow(CronProblem);
  expect([...new FireTimes('0 0 31 2 *').after(0, 'UTC')]).toEqual([]);
  expect([...new FireTimes('* * * * *').after(0, 'Europe/Berlin', () => false)]).toEqual([]);
});
