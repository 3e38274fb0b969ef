import { execFileSync } from 'node:child_process';
import type { ReportDocument } from '../../../src/reporting/document/document.js';
import { parquetRows } from '../exports/exported.js';
import { reportParquet } from '../../../src/reporting/files/report-parquet.js';
import { reportCsv, reportNdjson } from '../../../src/reporting/files/report-files.js';

const at = Date.UTC(2026, 9, 25, 0);

const column = (name: string, type: 'time' | 'number' | 'string' | 'boolean', title = name, unit?: string) =>
  ({ name, title, type, unit, good: 'none' }) as const;

/** A document of two sections, as far as files look at it. */
const documentIn = (language: 'en' | 'de'): ReportDocument =>
  ({
    language,
    timezone: 'Europe/Berlin',
    sections: [
      {
        title: 'Calls, "per day"',
        tables: [
          {
            columns: [
              column('time', 'time'),
              column('agent', 'string', 'Agent'),
              column('calls.count', 'number', 'Calls', 'short'),
            ],
            rows: [
              [at, '=1+1', 12],
              [at + 3_600_000, null, null],
            ],
          },
        ],
      },
      { title: 'Text', tables: [] },
      {
        title: 'Wann',
        tables: [
          {
            columns: [
              column('weekday', 'number', 'Wochentag'),
              column('calls.answer_rate', 'number', 'Quote', 'percentunit'),
            ],
            rows: [[7, -0.025]],
          },
        ],
      },
    ],
  }) as unknown as ReportDocument;

/** The rows of CSV as Python reads them. */
const readCsv = (text: string, delimiter: string): string[][] =>
  JSON.parse(
    execFileSync(
      '/usr/bin/python3',
      [
        '-c',
        `import csv,io,json,sys; print(json.dumps(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, 'utf-8-sig', newline=''), delimiter='${delimiter}'))))`,
      ],
      { input: text, encoding: 'utf8' },
    ),
  ) as string[][];

test('CSV has a row for each number, with its section, time, group and unit', () => {
  expect(readCsv(reportCsv(documentIn('en')), ',')).toEqual([
    ['section', 'section_title', 'time', 'group', 'keys', 'column', 'title', 'unit', 'value'],
    [
      '1',
      'Calls, "per day"',
      '2026-10-25T02:00:00+02:00',
      'Agent: =1+1',
      '{"agent":"=1+1"}',
      'calls.count',
      'Calls',
      'short',
      '12',
    ],
    // An hour later the clock is put back: the same wall time with another offset.
    [
      '1',
      'Calls, "per day"',
      '2026-10-25T02:00:00+01:00',
      'Agent: –',
      '{"agent":null}',
      'calls.count',
      'Calls',
      'short',
      '',
    ],
    ['3', 'Wann', '', 'Wochentag: 7', '{"weekday":7}', 'calls.answer_rate', 'Quote', 'percentunit', '-0.025'],
  ]);
});

test('in German it has semicolons and decimal commas, and no number is taken for a formula', () => {
  const rows = readCsv(reportCsv(documentIn('de')), ';');
  expect(rows.map((row) => row.at(-1))).toEqual(['value', '12', '', '-0,025']);
  expect(reportCsv(documentIn('de')).startsWith('\uFEFFsection;')).toBe(true);
});

test('NDJSON has the same rows with numbers and nulls as they are', () => {
  const rows = reportNdjson(documentIn('de'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { value: unknown; column: string; keys: string });
  expect(rows.map(({ column: name, value }) => [name, value])).toEqual([
    ['calls.count', 12],
    ['calls.count', null],
    ['calls.answer_rate', -0.025],
  ]);
  expect(JSON.parse(rows[0]?.keys ?? '')).toEqual({ agent: '=1+1' });
});

test('Parquet has the same rows with types, times in UTC, and says in its metadata what it is of', async () => {
  const document = {
    ...documentIn('en'),
    title: 'Weekly',
    serviceVersion: '0.1.0',
    period: { from: at, to: at + 1, text: '25 October 2026' },
    filters: ['Direction is Inbound'],
    dataUpTo: { at, text: '' },
    definitions: [{ id: 'calls.count', title: 'Calls', description: 'All calls', unit: 'short' }],
  };
  const file = await reportParquet(document);
  const rows = await parquetRows(file, 'SELECT section, epoch_ms(time) AS at, "column", value FROM FILE');
  expect(rows).toEqual([
    { section: 1, at: BigInt(at), column: 'calls.count', value: 12 },
    { section: 1, at: BigInt(at + 3_600_000), column: 'calls.count', value: null },
    { section: 3, at: null, column: 'calls.answer_rate', value: -0.025 },
  ]);
  const metadata = await parquetRows(
    file,
    'SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(FILE)',
  );
  expect(Object.fromEntries(metadata.map(({ key, value }) => [key, value]))).toMatchObject({
    'callsight.timezone': 'Europe/Berlin',
    'callsight.filters': 'Direction is Inbound',
    'callsight.definitions': '{"calls.count":"All calls"}',
  });
});
