/** One row of a table in a document: its cells by the heads of their columns. */
export type TableRow = Readonly<Record<string, string>>;

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** All tables below a heading or, with `from`, below a line that begins with it, up to the next heading. */
export function tableRows(text: string, heading: string, from = ''): TableRow[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) throw new Error(`there is no heading "${heading}"`);
  const end = lines.findIndex((line, index) => index > start && /^#+ /.test(line));
  const section = lines.slice(start + 1, end < 0 ? undefined : end);
  const begin = from === '' ? 0 : section.findIndex((line) => line.startsWith(from));
  if (begin < 0) throw new Error(`below "${heading}" no line begins with "${from}"`);
  const first = section.findIndex((line, index) => index >= begin && line.startsWith('|'));
  const last = section.findIndex((line, index) => index > first && !line.startsWith('|'));
  const [head = '', , ...rows] = section.slice(first, last < 0 ? undefined : last);
  const names = cellsOf(head);
  return rows.map((row) => Object.fromEntries(cellsOf(row).map((cell, index) => [names[index] ?? '', cell])));
}

/** What stands in a cell as code, without the marks; undefined if the cell is not code as a whole. */
export const codeOf = (cell: string | undefined): string | undefined => /^`([^`]+)`$/.exec(cell ?? '')?.[1];

/** Every piece of code in a cell. */
export const codesOf = (cell: string | undefined): string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
