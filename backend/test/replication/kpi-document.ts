import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of the document, and the table that stands right behind it, if one does. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly answer: Row[] | undefined;
}

/** Cells of a table by the heading of their column, without the marks of code. */
export type Row = Readonly<Record<string, string>>;

const lines = readFileSync(join(__dirname, '../../../docs/influxdb-schema.md'), 'utf8').split('\n');

const cellsOf = (line: string): string[] =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

const withoutMarks = (cell: string): string => cell.replaceAll('`', '');

/** The table that begins with this line. */
function tableAt(at: number): Row[] {
  const names = cellsOf(lines[at] ?? '').map(withoutMarks);
  const rows: Row[] = [];
  for (let row = at + 2; lines[row]?.startsWith('|'); row += 1) {
    const cells = cellsOf(lines[row] ?? '').map(withoutMarks);
    rows.push(Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])));
  }
  return rows;
}

const isTable = (at: number): boolean => lines[at]?.startsWith('|') === true;

/** The first table behind a line that begins so. @throws when there is none */
export function tableAfter(start: string): Row[] {
  const from = lines.findIndex((line) => line.startsWith(start));
  const at = lines.findIndex((line, index) => from >= 0 && index > from && line.startsWith('|'));
  if (at < 0) throw new Error(`no table behind "${start}"`);
  return tableAt(at);
}

/** All fenced blocks, in their order. */
export function blocks(): Block[] {
  const found: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const language = /^```(\w+)$/.exec(lines[at] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    found.push({
      language,
      text: lines.slice(at + 1, end).join('\n'),
      answer: isTable(end + 2) ? tableAt(end + 2) : undefined,
    });
    at = end;
  }
  return found;
}
