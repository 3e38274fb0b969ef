import { DOUBLE, DuckDBInstance, type DuckDBType, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { offsetSpans } from '../../../src/lib/time/zone.js';
import type { Cell, CsvOptions, ExportColumn } from '../../../src/reporting/formats/column.js';
import { csvRow } from '../../../src/reporting/formats/csv.js';
import { csvRowSql } from '../../../src/reporting/formats/csv-sql.js';
import { jsonRow } from '../../../src/reporting/formats/json.js';
import { jsonRowSql } from '../../../src/reporting/formats/json-sql.js';
import { rowXml } from '../../../src/reporting/formats/xlsx/row-xml.js';
import { xlsxRowSql } from '../../../src/reporting/formats/xlsx/row-sql.js';
import { Styles } from '../../../src/reporting/formats/xlsx/styles.js';

// Statements with every type of cell take the database a while to plan, on a busy machine most of all.
jest.setTimeout(300_000);

const TYPES = {
  text: 'VARCHAR',
  time: 'BIGINT',
  length: 'BIGINT',
  seconds: 'DOUBLE',
  milliseconds: 'DOUBLE',
  count: 'INTEGER',
  number: 'DOUBLE',
  percent: 'DOUBLE',
  money: 'BIGINT',
  flag: 'BOOLEAN',
  currency: 'VARCHAR',
} as const;

const COLUMNS: readonly ExportColumn[] = Object.keys(TYPES).map((name) => ({
  name,
  title: name,
  type: name === 'currency' ? 'text' : (name as Exclude<keyof typeof TYPES, 'currency'>),
}));

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Monrovia'];
const EARLIEST = Date.UTC(1890, 0, 1) * 1_000;
const LATEST = Date.UTC(2099, 0, 1) * 1_000;

/** What a spreadsheet, a parser of CSV, XML or JSON could stumble over. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '=',
          '+',
          '-',
          '@',
          '\t',
          '\r',
          '\n',
          '＝',
          '＋',
          '－',
          '＠',
          '"',
          "'",
          ',',
          ';',
          ' ',
          '&',
          '<',
          '>',
          ']]>',
        ],
        ...['_x0041_', '_x', '_', '\u0000', '\u0001', '\u001f', '\u007f', '\ufffe', '\uffff', '\ufeff', '\u2028', '😀'],
        ...['1', '0', '.', '+4930123456', '-1250.5', '•', 'ä', '١', '日本'],
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('=1+1', '@x', '+1-1', '\t=1', '＝1', '-1250.5', '-0.02', '+4930123456', '+49••••••12', '00123', ''),
);

const veryLong = fc
  .tuple(fc.constantFrom('a', 'ä', '😀', '&', '\n', 'a😀'), fc.integer({ min: 16_380, max: 32_770 }))
  .map(([unit, times]) => unit.repeat(times));

const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const small = fc.bigInt({ min: -2_000_000n, max: 2_000_000n });
const safe = fc.integer({ min: -(10 ** 14), max: 10 ** 14 }).map(BigInt);
const double = fc.oneof(
  fc.double(),
  fc.double({ min: -1, max: 1 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 1_000),
  fc.constantFrom(
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    1e15,
    -1e15,
    1e16,
    123456789012345680,
    1e-4,
    9.9e-5,
    1e-7,
    5e-324,
    1.5e300,
  ),
);
const time = fc.oneof(
  fc.integer({ min: EARLIEST, max: LATEST }),
  fc.integer({ min: EARLIEST / 1_000, max: LATEST / 1_000 }).map((millis) => millis * 1_000),
  // About the hours in which clocks change.
  fc.integer({ min: -7_200, max: 7_200 }).map((seconds) => Date.UTC(2026, 9, 25, 1) * 1_000 + seconds * 1_000_000),
  fc.integer({ min: -7_200, max: 7_200 }).map((seconds) => Date.UTC(2027, 2, 28, 1) * 1_000 + seconds * 1_000_000),
  fc.constantFrom(0, -1, 1, -1_000, 999, -999_999),
);

const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 6 });

const row = fc.tuple(
  nullable(fc.oneof({ weight: 12, arbitrary: oddText }, { weight: 1, arbitrary: veryLong })),
  nullable(time),
  nullable(fc.oneof(big, small, safe)),
  nullable(double),
  nullable(double),
  nullable(fc.integer()),
  nullable(double),
  nullable(double),
  nullable(fc.oneof(big, small, safe)),
  nullable(fc.boolean()),
  nullable(fc.constantFrom('EUR', 'JPY', 'KWD', 'XXX', 'eur', 'EU<')),
);

const csvOptions: fc.Arbitrary<CsvOptions> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  decimal: fc.constantFrom('.', ','),
  safe: fc.boolean(),
});

/** What the database makes of rows. */
async function written(
  connection: DuckDBConnection,
  rows: readonly (readonly Cell[])[],
  sql: string,
): Promise<string[]> {
  const names = Object.entries(TYPES).map(([name, type], index) => `column${index}::${type} AS "${name}"`);
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  const tuples = rows.map((cells, line) => {
    const bound = cells.map((cell, index) => {
      if (cell === null) return 'NULL';
      const name = `v${line}_${index}`;
      if (Object.values(TYPES)[index] === 'DOUBLE') types[name] = DOUBLE;
      values[name] = typeof cell === 'number' && Object.values(TYPES)[index] === 'BIGINT' ? BigInt(cell) : cell;
      return `$${name}`;
    });
    return `(${[line, ...bound].join(', ')})`;
  });
  const columns = ['line', ...names.map((_, index) => `column${index}`)];
  const from = `(VALUES ${tuples.join(', ')}) AS v(${columns.join(', ')})`;
  const reader = await connection.runAndReadAll(
    `SELECT encode(${sql}) AS text FROM (SELECT line, ${names.join(', ')} FROM ${from} ORDER BY line)`,
    values,
    types,
  );
  // As text the driver would drop a mark at its begin.
  return reader.getRows().map(([text]) => Buffer.from((text as { readonly bytes: Uint8Array }).bytes).toString());
}

describe('rows that the database writes are those that plain code writes', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  });
  afterAll(() => connection.closeSync());

  const rows = fc.array(row, { minLength: 1, maxLength: 12 });
  const zone = fc.constantFrom(...ZONES);
  const spansOf = (timezone: string) => () => offsetSpans(timezone, EARLIEST, LATEST);

  it('in CSV, with every delimiter', async () => {
    await fc.assert(
      fc.asyncProperty(rows, zone, csvOptions, async (cells, timezone, options) => {
        const found = await written(connection, cells, csvRowSql(COLUMNS, options, spansOf(timezone)));
        // The database adds the second half of the line end.
        expect(found.map((text) => `${text}\n`)).toEqual(cells.map((one) => csvRow(COLUMNS, one, options, timezone)));
      }),
      { numRuns: 300 },
    );
  });

  it('in JSON, but for the case of escaped characters', async () => {
    await fc.assert(
      fc.asyncProperty(rows, zone, async (cells, timezone) => {
        const found = await written(connection, cells, jsonRowSql(COLUMNS, spansOf(timezone)));
        const lower = (text: string): string =>
          text.replace(
            /(?<!\\)((?:\\\\)*\\u00)([0-9A-F]{2})/g,
            (_, start: string, hex: string) => start + hex.toLowerCase(),
          );
        expect(found.map(lower)).toEqual(cells.map((one) => jsonRow(COLUMNS, one, timezone)));
        for (const [index, text] of found.entries())
          expect((JSON.parse(text) as { text: string }).text).toBe(cells[index]?.[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('in a workbook', async () => {
    const styles = new Styles(['JPY', 'EUR', 'KWD', 'EU<']);
    await fc.assert(
      fc.asyncProperty(rows, zone, async (cells, timezone) => {
        const found = await written(connection, cells, xlsxRowSql(COLUMNS, styles, spansOf(timezone)));
        expect(found.map((text) => `${text}\n`)).toEqual(cells.map((one) => rowXml(COLUMNS, one, styles, timezone)));
        for (const text of found) expect(text).not.toContain('\n');
      }),
      { numRuns: 150 },
    );
  });
});
