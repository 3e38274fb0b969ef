import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { tmpdir } from 'node:os';
import type { ReportDocument } from '../document/document.js';
import { installedFonts } from './fonts.js';
import { pdfData } from './pdf-data.js';
import { printableValue } from './printable.js';
import { PROGRAM } from './program.js';

/** PDF/UA-1 for readers of every kind; PDF/A-3a for archives. A file is of one standard. */
export const PDF_STANDARDS = { accessible: 'ua-1', archive: 'a-3a' } as const;
export type PdfStandard = keyof typeof PDF_STANDARDS;

/** Rounds of replacing letters that no font has: each names at most a few. */
const MAX_ROUNDS = 12;

/** The message of the compiler for a letter that no font has. */
const MISSING = /could not be displayed|cannot be displayed|no glyph|not be displayed/i;

/** A report could not be laid out. */
export class PdfFailed extends Error {
  override readonly name = 'PdfFailed';
}

const fonts = installedFonts();
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [...fonts.files] }], workspace: tmpdir() });

function compile(data: object, standard: PdfStandard, createdAt: number): Buffer {
  const args = { mainFileContent: PROGRAM, inputs: { data: JSON.stringify(data) } };
  const compiled = compiler.compile(args);
  if (compiled.result === null) throw new PdfFailed(diagnosticsOf(compiled.takeDiagnostics()));
  return compiler.pdf(compiled.result, {
    pdfStandard: PDF_STANDARDS[standard],
    creationTimestamp: Math.floor(createdAt / 1_000),
  });
}

const diagnosticsOf = (error: { readonly shortDiagnostics: readonly unknown[] } | null): string =>
  JSON.stringify(error?.shortDiagnostics ?? 'no diagnostics').slice(0, 2_000);

/** Letters that a message of the compiler names. */
const lettersIn = (message: string): string[] =>
  [...message.matchAll(/U\+([0-9A-F]{4,6})|"(.)"|\x60(.)\x60/giu)].flatMap(([, code, quoted, ticked]) =>
    code === undefined ? [quoted ?? ticked ?? ''] : [String.fromCodePoint(Number.parseInt(code, 16))],
  );

/**
 * Lays a report out on A4. A letter that no font has is replaced by a visible placeholder, so that no report is lost over one
 * name, and no empty box goes unnoticed.
 * @returns the file, and what had to be replaced
 * @throws PdfFailed when it cannot be laid out
 */
export function renderPdf(
  document: ReportDocument,
  standard: PdfStandard = 'accessible',
): { readonly body: Uint8Array; readonly notes: readonly string[] } {
  const data = pdfData(document, fonts);
  const replaced = new Set<string>();
  try {
    for (let round = 0; ; round += 1) {
      try {
        const body = compile(printableValue(data, replaced), standard, document.generated.at);
        const notes = [...replaced].map(
          (letter) => `U+${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}`,
        );
        return {
          body,
          notes: notes.length === 0 ? [] : [`PDF: no font has ${notes.join(', ')}; a placeholder stands there`],
        };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const letters = MISSING.test(message) ? lettersIn(message).filter((letter) => !replaced.has(letter)) : [];
        if (letters.length === 0 || round >= MAX_ROUNDS)
          throw error instanceof PdfFailed ? error : new PdfFailed(message);
        for (const letter of letters) replaced.add(letter);
      }
    }
  } finally {
    // What the compiler keeps of this report is of no use to the next one.
    compiler.evictCache(0);
  }
}
