import type { Cell, CsvOptions } from '../../../src/reporting/formats/column.js';
import { csvHeader, csvRow } from '../../../src/reporting/formats/csv.js';

const OPTIONS: CsvOptions = { delimiter: ',', decimal: '.', safe: true };
const TEXT = [{ name: 'a', title: 'A', type: 'text' }] as const;

const textCell = (text: string, options: Partial<CsvOptions> = {}): string =>
  csvRow(TEXT, [text], { ...OPTIONS, ...options }, 'UTC').slice(0, -2);

describe('cells that a spreadsheet would take for a formula', () => {
  it.each(['=1+1', '@x', '+1-1', '-1-1', '\t=1', '＝1', '＋1', '－1', '＠x', '+49 x', '-', '+'])(
    '%j gets an apostrophe',
    (text) => {
      expect(textCell(text)).toBe(`'${text}`);
      expect(textCell(text, { safe: false })).toBe(text);
    },
  );

  it('gets it within the quotes that it needs', () => {
    expect(textCell('\r=1')).toBe(`"'\r=1"`);
    expect(textCell('=HYPERLINK("http://a","b")')).toBe(`"'=HYPERLINK(""http://a"",""b"")"`);
  });

  it.each(['-1250.5', '-0.02', '+4930123456', '+49••••••12', '0', '1+1', "'=1", 'a=1', ' =1', '-1250,5'])(
    '%j is left as it is',
    (text) => {
      expect(textCell(text, { delimiter: ';' })).toBe(text);
    },
  );
});

describe('CSV', () => {
  it('begins with a mark that says UTF-8, ends lines with CR LF, and quotes names where they need it', () => {
    const columns = [...TEXT, { name: 'b,"c"', title: 'B', type: 'count' }] as const;
    expect(csvHeader(columns, OPTIONS)).toBe('\uFEFFa,"b,""c"""\r\n');
  });

  it('tells nothing from an empty text', () => {
    expect(csvRow([...TEXT, ...TEXT], [null, ''], OPTIONS, 'UTC')).toBe(',""\r\n');
  });

  it.each<[string, Cell, string, string]>([
    ['time', Date.UTC(2026, 9, 25, 0, 30) * 1_000, '2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+02:00'],
    [
      'time',
      Date.UTC(2026, 9, 25, 1, 30) * 1_000 + 250_000,
      '2026-10-25T02:30:00.25+01:00',
      '2026-10-25T02:30:00.25+01:00',
    ],
    ['length', 1_258_000n, '1.258', '1,258'],
    ['length', 1n, '0.000001', '0,000001'],
    ['money', -12_500_000_000n, '-12.5', '-12,5'],
    ['money', 9_223_372_036_854_775_807n, '9223372036.854775807', '9223372036,854775807'],
    ['number', 0.1, '0.1', '0,1'],
    ['number', NaN, '', ''],
    ['count', -3, '-3', '-3'],
    ['flag', true, 'true', 'true'],
  ])('writes %s %s as %s, and with a decimal comma as %s', (type, value, plain, comma) => {
    const columns = [{ name: 'a', title: 'A', type: type as 'time' }];
    const row = (options: CsvOptions): string => csvRow(columns, [value], options, 'Europe/Berlin').slice(0, -2);
    expect(row(OPTIONS)).toBe(plain);
    expect(row({ delimiter: ';', decimal: ',', safe: true })).toBe(comma);
  });
});
