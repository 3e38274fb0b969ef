import { aboutLines } from '../about.js';
import type { ExportColumn } from '../../formats/column.js';
import { aboutSheet, headingsOf, SHEET_ROWS, sheetEnd, sheetStart } from '../../formats/xlsx/sheet.js';
import { Styles } from '../../formats/xlsx/styles.js';
import { sheetNames, workbookParts, type ListedSheet } from '../../formats/xlsx/workbook.js';
import { ZipStream, type WriteBytes } from '../../formats/xlsx/zip.js';
import type { WriterStart } from './writer-messages.js';

/** A sheet of more bytes could not stand in an archive that is written from begin to end. */
const SHEET_BYTES = 0xf000_0000;

const LINE_END = 10;

/** Rows of a table, as they come: each ends with a line end, and holds no other. */
export interface RowSource {
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  readonly longest: Readonly<Record<string, number>>;
  readonly rows: AsyncIterable<Buffer>;
}

/** Takes bytes of rows, and gives as many whole rows as a sheet can still hold. */
class RowReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer | undefined;

  constructor(rows: AsyncIterable<Buffer>) {
    this.#source = rows[Symbol.asyncIterator]();
  }

  /** @returns undefined when there is nothing more */
  async next(): Promise<Buffer | undefined> {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined && rest.length > 0) return rest;
    const next = await this.#source.next();
    return next.done === true ? undefined : next.value;
  }

  putBack(rest: Buffer): void {
    this.#rest = rest;
  }
}

/** Up to where a piece holds no more than so many line ends, and how many it holds until there. */
function measure(piece: Buffer, max: number): { readonly end: number; readonly rows: number } {
  let [rows, at] = [0, piece.indexOf(LINE_END)];
  while (at >= 0) {
    rows += 1;
    if (rows === max) return { end: at + 1, rows };
    at = piece.indexOf(LINE_END, at + 1);
  }
  return { end: piece.length, rows };
}

/** What a sheet holds, and whether there are more rows than it can hold. */
interface Filled {
  readonly rows: number;
  readonly isFull: boolean;
}

/** Writes rows until there are no more or the sheet is full. */
async function fillSheet(reader: RowReader, write: WriteBytes): Promise<Filled> {
  let [rows, bytes] = [0, 0];
  for (;;) {
    const piece = await reader.next();
    if (piece === undefined) return { rows, isFull: false };
    if (rows === SHEET_ROWS - 1) {
      reader.putBack(piece);
      return { rows, isFull: true };
    }
    // A sheet that is large ends with the next row.
    const { end, rows: taken } = measure(piece, bytes > SHEET_BYTES ? 1 : SHEET_ROWS - 1 - rows);
    await write(piece.subarray(0, end));
    rows += taken;
    bytes += end;
    if (end < piece.length) reader.putBack(piece.subarray(end));
    if (bytes > SHEET_BYTES && taken > 0) {
      const more = await reader.next();
      if (more === undefined) return { rows, isFull: false };
      reader.putBack(more);
      return { rows, isFull: true };
    }
  }
}

/** Writes a workbook: what it is, and the tables, each over as many sheets as it needs. */
export async function writeWorkbook(
  { description, counts, currencies, version }: WriterStart,
  tables: readonly RowSource[],
  write: WriteBytes,
): Promise<void> {
  const styles = new Styles(currencies);
  const zip = new ZipStream(write);
  const wanted: { title: string; size?: ListedSheet['size'] }[] = [{ title: 'About' }];
  await zip.text('xl/worksheets/sheet1.xml', aboutSheet(aboutLines(description, counts, version), styles));
  for (const { title, columns, longest, rows } of tables) {
    const headings = headingsOf(columns, description.timezone, longest);
    const reader = new RowReader(rows);
    let filled: Filled = { rows: 0, isFull: true };
    while (filled.isFull) {
      filled = await zip.entry(`xl/worksheets/sheet${wanted.length + 1}.xml`, async (put) => {
        await put(Buffer.from(sheetStart(headings, styles)));
        const sheet = await fillSheet(reader, put);
        await put(Buffer.from(sheetEnd(headings, sheet.rows)));
        return sheet;
      });
      wanted.push({ title, size: { columns: headings.length, rows: filled.rows + 1 } });
    }
  }
  const names = sheetNames(wanted.map(({ title }) => title));
  const sheets = wanted.map(({ size }, index) => ({
    name: names[index] ?? '',
    ...(size === undefined ? {} : { size }),
  }));
  await zip.text('xl/styles.xml', styles.xml());
  for (const [name, text] of workbookParts(sheets, description.at)) await zip.text(name, text);
  await zip.end();
}
