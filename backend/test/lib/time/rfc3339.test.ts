import fc from 'fast-check';
import { parseRfc3339 } from '../../../src/lib/time/rfc3339.js';

describe('parseRfc3339', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00.000001Z', 1],
    ['1970-01-01t00:00:01.5z', 1_500_000],
    ['1970-01-01 00:00:01Z', 1_000_000],
    ['1970-01-01T05:30:00+05:30', 0],
    ['1969-12-31T19:00:00.123456789-05:00', 123_456],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1) * 1_000],
    ['2024-02-29T12:00:00Z', Date.UTC(2024, 1, 29, 12) * 1_000],
  ])('reads %s', (text, micros) => {
    expect(parseRfc3339(text)).toBe(micros);
  });

  it.each([
    '',
    '2024',
    '2024-01-01',
    '2024-01-01T00:00:00',
    '2024-01-01T00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-10T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:61Z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00+0100',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+01:60',
    '2024-01-01T00:00:00ZZ',
    ' 2024-01-01T00:00:00Z',
    '2024/01/01T00:00:00Z',
    '２０２４-01-01T00:00:00Z',
    '+2024-01-01T00:00:00Z',
    `2024-01-01T00:00:00.${'1'.repeat(60)}Z`,
  ])('refuses %j', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });

  it('agrees with the runtime on every time to the millisecond, whatever the offset', () => {
    const times = fc.date({ min: new Date(0), max: new Date(Date.UTC(2199, 0)), noInvalidDate: true });
    fc.assert(
      fc.property(times, fc.integer({ min: -1_439, max: 1_439 }), (time, offset) => {
        const sign = offset < 0 ? '-' : '+';
        const digits = (value: number): string => String(value).padStart(2, '0');
        const zone = `${sign}${digits(Math.floor(Math.abs(offset) / 60))}:${digits(Math.abs(offset) % 60)}`;
        const text = new Date(time.getTime() + offset * 60_000).toISOString().replace('Z', zone);
        expect(parseRfc3339(text)).toBe(time.getTime() * 1_000);
      }),
    );
  });
});
