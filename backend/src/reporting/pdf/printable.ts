/** C0 and C1 controls but for the end of a line, and marks that turn the direction of text around, which hide what is written. */
// eslint-disable-next-line no-control-regex -- these are what is taken out
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** What stands for a letter that cannot be shown. */
export const PLACEHOLDER = '\u25a1';

/** Words longer than a line get places at which they may break. */
const LONG_WORD = /[^\s\u200b]{30}/gu;
const BREAK = '\u200b';

/** A text without controls, composed. */
const clean = (text: string): string =>
  text.replaceAll(CONTROLS, '').replaceAll(LONE_SURROGATE, PLACEHOLDER).normalize('NFC');

/** A text that can be laid out: clean, with places to break very long words. */
export const printable = (text: string): string => clean(text).replaceAll(LONG_WORD, (part) => part + BREAK);

/** Drawings: their texts are cleaned, but nothing is put into their markup. */
const DRAWINGS: ReadonlySet<string> = new Set(['svg', 'spark']);

/** What is no text to be read: addresses, bytes, names of fonts and colours. */
const RAW: ReadonlySet<string> = new Set(['link', 'bytes', 'fonts', 'colors']);

/** Every text in a value, made printable; keys stay. @param replace letters that no font has */
export function printableValue<T>(value: T, replace: ReadonlySet<string>): T {
  const walk = (one: unknown, key: string): unknown => {
    if (RAW.has(key)) return one;
    if (typeof one === 'string') return replaceLetters(DRAWINGS.has(key) ? clean(one) : printable(one), replace);
    if (Array.isArray(one)) return one.map((inner) => walk(inner, key));
    if (one !== null && typeof one === 'object')
      return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner, name)]));
    return one;
  };
  return walk(value, '') as T;
}

const replaceLetters = (text: string, replace: ReadonlySet<string>): string =>
  replace.size === 0 ? text : Array.from(text, (letter) => (replace.has(letter) ? PLACEHOLDER : letter)).join('');
