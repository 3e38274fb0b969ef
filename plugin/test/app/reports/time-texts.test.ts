/** @jest-environment jsdom */
import { lengthText, periodText, sizeText } from '../../../src/app/pages/reports/model/time-texts';

const period = (from: string, to: string): string =>
  periodText({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }, 'Europe/Berlin');

test('a period of whole days ends with its last day', () => {
  expect(period('2026-11-16T00:00+01:00', '2026-11-23T00:00+01:00')).toBe('16 – 22 Nov 2026');
  expect(period('2026-11-26T00:00+01:00', '2026-11-27T00:00+01:00')).toBe('26 Nov 2026');
  // A day of 25 hours is a day.
  expect(period('2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00')).toBe('25 Oct 2026');
  expect(period('2026-10-26T00:00+01:00', '2026-11-02T00:00+01:00')).toBe('26 Oct – 1 Nov 2026');
  expect(period('2026-12-28T00:00+01:00', '2027-01-04T00:00+01:00')).toBe('28 Dec 2026 – 3 Jan 2027');
});

test('another period has its times', () => {
  expect(period('2026-11-16T08:00+01:00', '2026-11-16T12:00+01:00')).toBe('16 Nov 2026 08:00 – 16 Nov 2026 12:00');
});

test('sizes and lengths are rounded as people read them', () => {
  expect([sizeText(900), sizeText(122_291), sizeText(2_340_000)]).toEqual(['900 B', '122 KB', '2.3 MB']);
  expect([lengthText(40), lengthText(720), lengthText(10_800)]).toEqual(['40 s', '12 min', '3 h']);
});
