import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const READER = join(__dirname, 'read-pdf.mjs');

/** What a reader finds in a PDF. */
export interface ReadPdf {
  readonly info: Readonly<Record<string, unknown>>;
  readonly markInfo: Readonly<Record<string, unknown>>;
  readonly pages: readonly { readonly text: string; readonly structure: unknown }[];
}

/** Reads a PDF in a process of its own: the reader is a module that the tests cannot load. */
export const readPdf = (body: Uint8Array): ReadPdf =>
  JSON.parse(
    execFileSync(process.execPath, [READER], { input: body, encoding: 'utf8', maxBuffer: 1 << 26 }),
  ) as ReadPdf;

/** Blanks are a matter of layout, as is where a long word breaks. */
export const withoutBlanks = (text: string): string => text.normalize('NFC').replaceAll(/[\s\u200b]+/gu, '');

/** All text of a PDF, without blanks, as Poppler takes it out: it heeds what the file says of letters that are drawn in another order. */
export const textOfPdf = (body: Uint8Array): string =>
  withoutBlanks(
    execFileSync('/usr/bin/pdftotext', ['-raw', '-', '-'], { input: body, encoding: 'utf8', maxBuffer: 1 << 26 }),
  );
