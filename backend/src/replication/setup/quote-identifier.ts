/** An InfluxQL identifier. The backslash goes first: escaped later, it would escape the escapes. */
export const quoteIdentifier = (name: string): string =>
  `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
