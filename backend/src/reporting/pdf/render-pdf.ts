import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { tmpdir } from 'node:os';
import type { ReportDocument } from '../document/document.js';
import { installedFonts } from './fonts.js';
import { pdfData } from './pdf-data.js';
import { PDF_STANDARDS, type PdfStandard } from './pdf-standard.js';
import { printableValue } from './printable.js';
import { PROGRAM } from './program.js';

/** Rounds of replacing letters that no font has: each names at most a few. */
const MAX_ROUNDS = 12;

/** How the compiler names a text that no font can show: quoted as in Rust, where it may have escapes. */
const MISSING = /the text `\\?"(.*?)\\?"` could not be displayed/gu;
const ESCAPE = /\\+u\{([0-9a-f]+)\}/giu;

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

/** Letters that a message of the compiler names; of one with marks those that are not plain Latin. */
const missingLetters = (message: string): string[] =>
  [...message.matchAll(MISSING)].flatMap(([, quoted = '']) => {
    const letters = Array.from(
      quoted.replaceAll(ESCAPE, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
    );
    const unusual = letters.filter((letter) => letter > '\u024f');
    return unusual.length > 0 ? unusual : letters;
  });

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
        const letters = missingLetters(message).filter((letter) => !replaced.has(letter));
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
