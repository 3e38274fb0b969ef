import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExportDescription } from '../../../src/reporting/exports/export-plan.js';
import { writeWorkbook } from '../../../src/reporting/exports/writer/workbook-file.js';
import { SHEET_ROWS } from '../../../src/reporting/formats/xlsx/sheet.js';
import { sheetNames } from '../../../src/reporting/formats/xlsx/workbook.js';
import { ZipStream } from '../../../src/reporting/formats/xlsx/zip.js';

jest.setTimeout(120_000);

const run = promisify(execFile);
const PYTHON = '/usr/bin/python3';

/** Writes a file from a position on, and has Python look at it. */
async function inPython(
  offset: number,
  write: (put: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
  script: string,
): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-archive-'));
  const path = join(folder, 'archive.zip');
  const handle = await open(path, 'w');
  try {
    let at = offset;
    await write(async (bytes) => {
      await handle.write(bytes, 0, bytes.length, at);
      at += bytes.length;
    });
    await handle.close();
    const { stdout } = await run(PYTHON, ['-c', script, path]);
    return JSON.parse(stdout) as unknown;
  } finally {
    await handle.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const CONTENTS = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps({one.filename: [one.file_size, one.header_offset] for one in archive.infolist()}))
`;

it('writes an archive that goes on beyond 4 GB', async () => {
  const offset = 5 * 2 ** 30;
  const found = await inPython(
    offset,
    async (put) => {
      const zip = new ZipStream(put, offset);
      await zip.text('a.txt', 'x'.repeat(100_000));
      await zip.text('ä/b.txt', '');
      await zip.end();
    },
    CONTENTS,
  );
  expect(found).toEqual({ 'a.txt': [100_000, offset], 'ä/b.txt': [0, expect.any(Number)] });
});

const DESCRIPTION: ExportDescription = {
  what: 'calls',
  title: 'Calls',
  range: { from: 0, to: 1_000_000 },
  timezone: 'UTC',
  filters: 'none',
  definitions: {},
  at: 0,
  format: 'xlsx',
  csv: { delimiter: ',', decimal: '.', safe: true },
  isJob: false,
};

const ROW = '<row><c><v>1</v></c></row>\n';

/** Rows in pieces that end in the middle of rows. */
// eslint-disable-next-line @typescript-eslint/require-await -- what takes it waits between two pieces
async function* pieces(count: number): AsyncGenerator<Buffer> {
  const whole = Buffer.from(ROW.repeat(10_000));
  let left = count * ROW.length;
  while (left > 0) {
    const size = Math.min(left, whole.length);
    yield whole.subarray(0, 1_000);
    yield whole.subarray(1_000, size);
    left -= size;
  }
}

const SHEETS = `
import json, re, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
names = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
sheets = [archive.read(f"xl/worksheets/sheet{index + 1}.xml").decode() for index in range(len(names))]
print(json.dumps([[name, sheet.count("<row>"), "Value" in sheet, re.findall(r'autoFilter ref="([^"]*)"', sheet)] for name, sheet in zip(names, sheets)]))
`;

it.each([
  [SHEET_ROWS - 1, [SHEET_ROWS]],
  [SHEET_ROWS, [SHEET_ROWS, 2]],
  [2 * SHEET_ROWS, [SHEET_ROWS, SHEET_ROWS, 3]],
])('goes on in a further sheet, with the heading again: %i rows', async (rows, sheets) => {
  const start = {
    description: DESCRIPTION,
    counts: { rows, cutTexts: 0 },
    currencies: [],
    version: '0',
    source: { kind: 'tables' },
    output: { kind: 'file', path: '' },
  } as const;
  const table = {
    title: 'Calls',
    columns: [{ name: 'value', title: 'Value', type: 'count' }],
    longest: {},
    rows: pieces(rows),
  } as const;
  const found = (await inPython(0, (put) => writeWorkbook(start, [table], put), SHEETS)) as unknown[][];
  expect(found.slice(1)).toEqual(
    sheets.map((count, index) => [index === 0 ? 'Calls' : `Calls (${index + 1})`, count, true, [`A1:A${count}`]]),
  );
});

it('names sheets within what a workbook allows, all of them different', () => {
  expect(
    sheetNames(['About', 'a/b:c*d?[e]\\f', "'quoted'", '', 'about', 'x'.repeat(40), 'X'.repeat(40), '😀'.repeat(20)]),
  ).toEqual([
    'About',
    'a b c d  e  f',
    'quoted',
    'Sheet',
    'about (2)',
    'x'.repeat(31),
    `${'X'.repeat(27)} (2)`,
    '😀'.repeat(15),
  ]);
});
