import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Reads the PDF of standard input with another program than the one that wrote it, and prints what it finds as JSON. */
const file = await getDocument({ data: Uint8Array.from(readFileSync(0)), useSystemFonts: false, verbosity: 0 }).promise;
const pages = [];
for (let number = 1; number <= file.numPages; number += 1) {
  const page = await file.getPage(number);
  const { items } = await page.getTextContent();
  const text = items.map((item) => item.str ?? '').join('');
  pages.push({ text, structure: await page.getStructTree() });
}
const { info } = await file.getMetadata();
process.stdout.write(JSON.stringify({ info, markInfo: await file.getMarkInfo(), pages }));
await file.destroy();
