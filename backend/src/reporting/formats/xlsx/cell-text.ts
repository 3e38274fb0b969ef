/** A cell holds so many UTF-16 units; a longer text is cut. */
export const MAX_CELL_TEXT = 32_767;

/**
 * A text as a cell can hold it. One with characters beyond the basic plane, which count twice, is cut at half the length, so
 * that none of them is cut in two and counting stays cheap.
 */
export function cutText(text: string): string {
  if (text.length <= MAX_CELL_TEXT) return text;
  const points = Array.from(text);
  if (points.length === text.length) return text.slice(0, MAX_CELL_TEXT);
  return points.slice(0, MAX_CELL_TEXT >> 1).join('');
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Characters that XML cannot hold, as spreadsheets write them. */
const hexEscape = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** What looks like the escape of a character. */
const ESCAPED = /_x[0-9A-Fa-f]{4}_/;

/** A text within an element of a workbook. What looks like an escape of a character is escaped itself. */
export const xmlText = (text: string): string =>
  (ESCAPED.test(text) ? text.replaceAll('_x', '_x005F_x') : text).replace(
    // eslint-disable-next-line no-control-regex -- these are the characters that are meant
    /[&<>\u0000-\u001f\ufffe\uffff]/g,
    (character) => NAMED[character] ?? hexEscape(character),
  );
