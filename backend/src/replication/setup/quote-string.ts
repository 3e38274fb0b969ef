/** An InfluxQL string. The backslash goes first: escaped later, it would escape the escapes. */
export const quoteString = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
