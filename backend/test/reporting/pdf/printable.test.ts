import fc from 'fast-check';
import { PLACEHOLDER, printable, printableValue } from '../../../src/reporting/pdf/printable.js';

test.each([
  ['controls', 'a\u0000b\u0007c\u009fd', 'abcd'],
  ['what turns the direction around', 'a\u202ebc\u2066d\u200f', 'abcd'],
  ['half of a letter', 'a\ud800b\udc00c', `a${PLACEHOLDER}b${PLACEHOLDER}c`],
  ['letters and marks apart', 'Mu\u0308ller', 'Müller'],
  ['the end of a line', 'a\nb', 'a\nb'],
])('takes out or mends %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('gives words that are longer than a line places to break, and changes no other text', () => {
  expect(printable('x'.repeat(70))).toBe(`${'x'.repeat(30)}\u200b${'x'.repeat(30)}\u200b${'x'.repeat(10)}`);
  expect(printable('short words only')).toBe('short words only');
});

test('any text becomes one without controls, lone halves and unbroken runs; once more changes nothing of its letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const made = printable(text);
      // eslint-disable-next-line no-control-regex -- these are what may not be left
      expect(made).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(made.isWellFormed()).toBe(true);
      expect(made).not.toMatch(/[^\s\u200b]{31}/u);
      const withoutBreaks = (one: string): string => one.replaceAll('\u200b', '');
      expect(withoutBreaks(printable(made))).toBe(withoutBreaks(made));
    }),
  );
});

test('texts of drawings are cleaned, but their markup stays whole', () => {
  const svg = `<svg viewBox="0 0 1 1"><path d="${'M0,0'.repeat(40)}"/><text>a\u0007b\u{13000}</text></svg>`;
  expect(printableValue({ svg, link: 'https://example.com/'.padEnd(90, 'x') }, new Set(['\u{13000}']))).toEqual({
    svg: svg.replace('\u0007', '').replace('\u{13000}', PLACEHOLDER),
    link: 'https://example.com/'.padEnd(90, 'x'),
  });
});
