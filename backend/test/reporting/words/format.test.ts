import { Format } from '../../../src/reporting/words/format.js';

const english = new Format('en', 'Europe/Berlin');
const german = new Format('de', 'Europe/Berlin');
const american = new Format('en-US', 'America/New_York');

test.each<[number | null, string, string, string]>([
  [24_335, 'short', '24,335', '24.335'],
  [null, 'short', '–', '–'],
  [0, 'percentunit', '0.0%', '0,0\u00a0%'],
  [0.893, 'percentunit', '89.3%', '89,3\u00a0%'],
  // Small, but not zero.
  [0.000_4, 'percentunit', '0.04%', '0,04\u00a0%'],
  [24.6, 's', '24.6\u00a0s', '24,6\u00a0s'],
  [59.96, 's', '1:00', '1:00'],
  [399, 's', '6:39', '6:39'],
  [30 * 3_600, 's', '30:00:00', '30:00:00'],
  [-75, 's', '−1:15', '−1:15'],
  [820.4, 'ms', '820\u00a0ms', '820\u00a0ms'],
  [1_240, 'ms', '1.24\u00a0s', '1,24\u00a0s'],
  [486_250.5, 'currencyEUR', '€486,250.50', '486.250,50\u00a0€'],
  [0.173_8, 'currencyEUR', '€0.174', '0,174\u00a0€'],
  // A currency without cents.
  [1_250, 'currencyJPY', 'JP¥1,250', '1.250\u00a0¥'],
  [-12.5, 'currencyUSD', '−US$12.50', '−12,50\u00a0$'],
  [-0, 'short', '0', '0'],
  [0.5, 'none', '0.50', '0,50'],
])('%s in %s', (value, unit, inEnglish, inGerman) => {
  expect([english.value(value, unit), german.value(value, unit)]).toEqual([inEnglish, inGerman]);
});

test('differences are points between ratios, and relative otherwise', () => {
  expect(english.difference(0.89, 0.851, 'percentunit')?.text).toBe('+3.9\u00a0pts');
  expect(german.difference(0.89, 0.851, 'percentunit')?.text).toBe('+3,9\u00a0Pp.');
  expect(english.difference(24_335, 20_991, 'short')?.text).toBe('+15.9%');
  expect(english.difference(24.6, 30.9, 's')?.text).toBe('−20.4%');
  // From a loss to a gain.
  expect(english.difference(5, -10, 'currencyEUR')?.text).toBe('+150.0%');
  expect(english.difference(1_000_000, 1_000_001, 'short')?.text).toBe('±0.0%');
  expect([english.difference(5, 0, 'short'), english.difference(null, 5, 'short')]).toEqual([undefined, undefined]);
});

const at = (text: string): number => Date.parse(text);

test('ranges of whole days name days, others times, in the zone of the report', () => {
  const week = [at('2026-10-19T00:00:00+02:00'), at('2026-10-26T00:00:00+01:00')] as const;
  expect([english.range(...week), german.range(...week)]).toEqual([
    '19\u00a0–\u00a025 October 2026',
    '19.–25. Oktober 2026',
  ]);
  const day = [at('2026-10-25T00:00:00+02:00'), at('2026-10-26T00:00:00+01:00')] as const;
  expect(english.range(...day)).toBe('25 October 2026');
  const hours = [at('2026-11-27T06:00:00+01:00'), at('2026-11-27T09:30:00+01:00')] as const;
  expect(english.range(...hours)).toBe('27 Nov 2026, 06:00–09:30');
  expect(american.range(at('2026-11-01T00:00:00-04:00'), at('2026-12-01T00:00:00-05:00'))).toBe(
    'November 1\u00a0–\u00a030, 2026',
  );
});

test('texts have no blanks that fonts lack', () => {
  const texts = [american, english, german].flatMap((format) => [
    format.date(at('2026-11-27T06:00:00Z'), 'date-time'),
    format.range(at('2026-11-27T06:00:00Z'), at('2026-11-28T07:00:00Z')),
    format.value(1_234_567.8, 'currencyCHF'),
    format.value(-1_234_567.8, 'short'),
  ]);
  for (const text of texts) expect(text).not.toMatch(/[\u2009\u202f]/);
});
