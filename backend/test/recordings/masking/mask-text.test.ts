import * as fc from 'fast-check';
import { maskText } from '../../../src/recordings/masking/find-personal.js';

const CARDS = [
  '4242 4242 4242 4242',
  '4242424242424242',
  '5555-5555-5555-4444',
  '3782 822463 10005',
  '378282246310005',
  '6011 1111 1111 1117',
  '3056 9309 0259 04',
  '4222222222222',
  '6304 0000 0000 0000',
  '4242, 4242, 4242, 4242',
  '4242. 4242. 4242. 4242',
  '4 2 4 2, 4 2 4 2, 4 2 4 2, 4 2 4 2',
  'four two four two four two four two four two four two four two four two',
  'four, two, four, two, four two four two uh four two four two and then four two four two',
  'double five double five double five double five double five double five double four double four',
  'vier zwei vier zwei, vier zwei vier zwei, vier zwei vier zwei, vier zwei vier zwei',
  'zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig',
  'forty-two forty-two forty-two forty-two forty-two forty-two forty-two forty-two',
  '4242 four two four two 4242 4242',
  '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢',
  '４２４２ ４２４２ ４２４２ ４２４２',
];

const IBANS = [
  'DE89 3704 0044 0532 0130 00',
  'DE89370400440532013000',
  'de89 3704 0044 0532 0130 00',
  'GB29 NWBK 6016 1331 9268 19',
  'FR14 2004 1010 0505 0001 3M02 606',
  'NL91 ABNA 0417 1643 00',
  'CH93 0076 2011 6238 5295 7',
  'AT61-1904-3002-3457-3201',
  'ES91 2100 0418 4502 0005 1332',
  'IT60 X054 2811 1010 0000 0123 456',
  'BE68 5390 0754 7034',
  'D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0',
  'D E acht neun drei sieben null vier null null vier vier null fünf drei zwei null eins drei null null null',
];

const EMAILS = [
  'anna.berg@example.com',
  'Anna_Berg+calls@mail.example.co.uk',
  "o'brien@example.org",
  'anna-berg99@my-company.example.de',
  'jörg@müller.example.de',
  'anna dot berg at example dot com',
  'anna punkt berg at beispiel punkt de',
  'anna underscore berg at example dot co dot uk',
  'anna bindestrich berg ät beispiel punkt de',
  'a n n a at example dot com',
  'anna (at) example (dot) com',
  'anna [at] example.com',
  'anna dot berg@example dot com',
  'anna . berg @ example . com',
  'anna at my company dot com',
  'berg99 at gmail.com',
];

const PHONES = [
  '+49 30 901820',
  '+49 (0)30 90 18 20',
  '0049 30 901820',
  '030/901820',
  '(030) 90 18 20',
  '0171-2345678',
  '+1 212-555-0100',
  '(212) 555-0100',
  '212.555.0100',
  '1-800-555-0100',
  '555-0100',
  '020 7946 0958',
  '06 12 34 56 78',
  '+33 6 12 34 56 78',
  '044 668 18 00',
  '612 345 678',
  '12 34 56 78',
  '212-555-0100x23',
  '+81 3-1234-5678',
  'oh one seven one double two three four five six seven',
  'plus four nine three zero nine zero one eight two zero',
  'null eins sieben eins zwei drei vier fünf sechs sieben acht',
  'null eins sieben eins, dreiundzwanzig, vierundvierzig, zwölf',
  'one eight hundred five five five zero one zero zero',
  'zéro six un deux trois quatre cinq six sept huit',
  'seis uno dos tres cuatro cinco seis siete ocho',
];

const PLAIN = [
  'on 2026-11-27 at 10:30',
  '1,250.00 €',
  'it costs 1.250,00 € or $1,250,000',
  'room 4021',
  'order 123456, please',
  'on 27.11.2026 10:30:15',
  '2026-11-27T10:30:00Z and 2026-11-28',
  'the 27 11 2026',
  'twenty seven eleven twenty twenty six',
  'from 2025 to 2026, or 2025-2026',
  'rooms 101, 102, 103, 104',
  'we have 10, 20, 30 or 40 seats',
  'about 1200 euro and 1300 euro',
  'at 10 Uhr 30 or at 11 Uhr 15',
  'between 8 and 12, 2 people, 3 nights',
  'five four three two one go',
  'look at example.com, or meet me at seven',
  'flight LH1234 to gate B22',
  'booking AB12345678',
  'call 112 or 911',
  'the temperature is 36.6 degrees, at 98 percent',
  'we met at the dot com conference',
  'zwei Personen um halb acht, Tisch drei',
  'version 10.11.12',
  'DE12 is no account',
  'flights at 7 45, 8 15, 9 30 or 10 45',
  'Ich hätte gern einen Tisch für zwei, drei oder vier Personen um acht Uhr dreißig',
];

describe('masking of a text', () => {
  const inSentence = (said: string): string => `Well, it is ${said}, thank you.`;

  it.each(CARDS)('masks the card number %s', (card) => {
    expect(maskText(card)).toBe('[card number]');
    expect(maskText(inSentence(card))).toBe(inSentence('[card number]'));
  });

  it.each(IBANS)('masks the IBAN %s', (iban) => {
    expect(maskText(iban)).toBe('[IBAN]');
    expect(maskText(inSentence(iban))).toBe(inSentence('[IBAN]'));
  });

  it.each(EMAILS)('masks the e-mail address %s', (email) => {
    expect(maskText(email)).toBe('[e-mail]');
    expect(maskText(inSentence(email))).toBe(inSentence('[e-mail]'));
  });

  it.each(PHONES)('masks the telephone number %s', (phone) => {
    expect(maskText(phone)).toBe('[phone number]');
    expect(maskText(inSentence(phone))).toBe(inSentence('[phone number]'));
  });

  it.each(PLAIN)('leaves "%s" as it is', (text) => {
    expect(maskText(text)).toBe(text);
  });

  it('takes sixteen digits of which one was misheard for a card number', () => {
    expect(maskText('4242 4242 4242 4241')).toBe('[card number]');
  });

  it('masks several things in one text, and keeps the rest', () => {
    expect(
      maskText(
        'Card 4242 4242 4242 4242 valid to 12/28, or call +49 30 901820 or mail anna@example.com by 27.11.2026.',
      ),
    ).toBe('Card [card number] valid to 12/28, or call [phone number] or mail [e-mail] by 27.11.2026.');
  });

  /** Digits with the last one that Luhn asks for, worked out digit by digit. */
  const withLuhn = (digits: readonly number[]): string => {
    const sum = [...digits].reverse().reduce((total, digit, index) => {
      if (index % 2 === 1) return total + digit;
      const twice = digit * 2;
      return total + Math.floor(twice / 10) + (twice % 10);
    }, 0);
    return [...digits, (10 - (sum % 10)) % 10].join('');
  };
  const card = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 })
    .map(withLuhn)
    .filter((digits) => !/^(\d)\1*$/.test(digits));
  const grouped = (digits: string, sizes: readonly number[], sign: string): string => {
    const groups: string[] = [];
    for (let at = 0, index = 0; at < digits.length; index += 1) {
      const size = sizes[index % sizes.length] ?? 4;
      groups.push(digits.slice(at, at + size));
      at += size;
    }
    return groups.join(sign);
  };

  it('masks any number that fits Luhn, however it is grouped', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(card, sizes, fc.constantFrom(' ', '-', ', ', ''), (digits, groups, sign) => {
        // Items of a list that are longer are told apart from parts of a number only where these have four digits.
        const shown = grouped(digits, sign === ', ' ? [1] : groups, sign);
        expect(maskText(`it is ${shown} here`)).toBe('it is [card number] here');
      }),
      { numRuns: 300 },
    );
  });

  const NAMES = [
    ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
    ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  ] as const;

  it('masks seven and more digits that are said one by one, and not six', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(digits, fc.constantFrom(...NAMES), fc.constantFrom(' ', ', ', ' - '), (said, names, sign) => {
        const text = said.map((digit) => names[digit]).join(sign);
        const masked = maskText(`so ${text} it was`);
        if (said.length < 7) expect(masked).toBe(`so ${text} it was`);
        else expect(masked).toMatch(/^so \[(?:phone|card) number\] it was$/);
      }),
      { numRuns: 300 },
    );
  });

  it('never leaves seven digits in a row, and changes nothing twice', () => {
    const piece = fc.constantFrom(
      ...['1', '42', ' ', '.', '-', '@', 'a', 'dot ', 'at ', 'com', 'DE89', '€', ',', '\n', 'two ', '(', ')', '+', '/'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const masked = maskText(pieces.join(''));
        expect(masked).not.toMatch(/(?<![\p{L}\p{N}_€.,])\d{7}(?![\p{L}\p{N}€.,])/u);
        expect(maskText(masked)).toBe(masked);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'a@',
    '1',
    '1 ',
    '1-',
    '1,',
    '(1) ',
    'four two ',
    'double four ',
    'DE89 ',
    'a.',
    'a dot ',
    'at a dot ',
    'at ',
    '+',
    ' ',
    '\n',
    '1,250.00 ',
    '10:',
    '€',
    'eight hundred ',
    'a_',
    '4242\n',
    '\u0301',
  ])('reads a million characters of "%s" to their end', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(maskText(text).length).toBeGreaterThan(0);
  });
});
