import fc from 'fast-check';
import { findPersons, isNumberAlone } from '../../../src/ingest/callers/personal-text.js';

const found = (text: string): string[] => findPersons(text).map(({ from, to }) => text.slice(from, to));

describe('numbers and addresses within a text', () => {
  test.each([
    ['call +4930123456 or +1 (212) 555-1234 back', ['+4930123456', '+1 (212) 555-1234']],
    ['write to erika@example.invalid, please', ['erika@example.invalid']],
    ['the number is 030 123 456 78', ['030 123 456 78']],
    ['https://example.invalid/?phone=+4930123456&x=1', ['+4930123456']],
    ['4930123456@example.invalid or 030 123 456 78', ['4930123456@example.invalid', '030 123 456 78']],
  ])('%s', (text, persons) => {
    expect(found(text)).toEqual(persons);
  });

  test.each([
    'Sun, 25 Mar 2018 09:53:19 +0000',
    '2020-06-30T10:15:00-0500',
    'on 2026-05-10 at 12:00',
    'call_7d4d725e08ee202dded00b067eb',
    'CAbc4dda269dfaf7729e1b06b7e6aa9d0f',
    '97f28e3d-f334-8026-3fdb-cab787d687e7',
    '399682887',
    'it costs 1234.50 EUR',
    'room 12, floor 3',
  ])('none in %s', (text) => {
    expect(found(text)).toEqual([]);
    expect(isNumberAlone(text)).toBe(false);
  });

  test('are all found, wherever they stand between words', () => {
    const person = fc.oneof(
      fc.stringMatching(/^\+[1-9][0-9]{8,12}$/),
      fc.stringMatching(/^[a-z]{2,8}\.[a-z]{2,8}@[a-z]{3,8}\.(com|org)$/),
    );
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const text = fc.array(fc.tuple(word, person), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(text, (parts) => {
        expect(found(`${parts.map((part) => part.join(' ')).join(' , ')} end`)).toEqual(parts.map(([, one]) => one));
      }),
    );
  });
});
