import fc from 'fast-check';
import { daysText, readDays } from '../../../src/app/pages/alerts/holidays/days-text';

test('days are typed one a line, and ranges with a dash', () => {
  expect(
    readDays('2026-12-25 Christmas Day\n\n 2026-12-31 – 2027-01-01   Closed \n2026-05-01..2026-05-03 Fair'),
  ).toEqual({
    days: [
      { date: '2026-12-25', title: 'Christmas Day' },
      { from: '2026-12-31', to: '2027-01-01', title: 'Closed' },
      { from: '2026-05-01', to: '2026-05-03', title: 'Fair' },
    ],
  });
  expect(readDays('')).toEqual({ days: [] });
});

test.each(['2026-12-25', '2026-02-30 Never', '2027-01-01 – 2026-12-31 Backwards', '25.12.2026 Christmas'])(
  '%p is refused with its line',
  (line) => {
    const read = readDays(`2026-01-01 New Year\n${line}`);
    expect(read).toEqual({ error: expect.stringMatching(/^Line 2: a day and what it is/) });
  },
);

test('what is written is read again as it was', () => {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const title = fc
    .string({ minLength: 1, maxLength: 40 })
    .map((text) => text.trim())
    .filter((text) => /^\w/.test(text));
  const one = fc.oneof(
    fc.record({ date: day, title }),
    fc.tuple(day, day, title).map(([a, b, name]) => ({ from: a < b ? a : b, to: a < b ? b : a, title: name })),
  );
  fc.assert(
    fc.property(fc.array(one), (days) => {
      expect(readDays(daysText(days))).toEqual({ days });
    }),
  );
});
