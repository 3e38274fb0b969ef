import { printable, tableText, type Column } from '../../src/cli/table.js';

interface Row {
  readonly id: string;
  readonly count: number;
  readonly text: string;
  readonly more: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'count', value: ({ count }) => `${count} events`, shown: ({ count }) => count, isNumber: true },
  { title: 'text', value: ({ text }) => text, isLong: true },
  { title: 'more', value: ({ more }) => more, isExtra: true },
];

const ROWS: readonly Row[] = [
  { id: 'first-of-the-ids', count: 7, text: 'a text that is rather long', more: 'extra' },
  { id: 'x', count: 1_000, text: '', more: '' },
];

const linesOf = (width: number): string[] => tableText(ROWS, COLUMNS, width).trimEnd().split('\n');

it('has heads, figures at the right, and no blanks at the ends of lines', () => {
  expect(linesOf(80)).toEqual([
    'ID                COUNT  TEXT                        MORE',
    'first-of-the-ids      7  a text that is rather long  extra',
    'x                  1000',
  ]);
});

it('cuts long texts first, then leaves out what is extra, and never cuts an id', () => {
  expect(linesOf(50)[1]).toBe('first-of-the-ids      7  a text that is ra…  extra');
  expect(linesOf(50).every((line) => line.length <= 50)).toBe(true);
  expect(linesOf(40)).toEqual([
    'ID                COUNT  TEXT',
    'first-of-the-ids      7  a text that…',
    'x                  1000',
  ]);
  expect(linesOf(5)[1]).toMatch(/^first-of-the-ids {6}7 {2}a text that…$/);
});

it('is empty without rows', () => {
  expect(tableText([], COLUMNS, 80)).toBe('');
});

it('shows control characters as text: nobody who sends an event moves the cursor of an operator', () => {
  expect(printable('a\u001b[2Jb\r\nc\u009b\td')).toBe('a\\u001b[2Jb\\u000d\\u000ac\\u009b\\u0009d');
  const [, line] = tableText([{ ...ROWS[0]!, text: '\u001b]0;x\u0007' }], COLUMNS, 80).split('\n');
  expect(line).toContain('\\u001b]0;x\\u0007');
});
