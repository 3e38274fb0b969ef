import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { readPdf, textOfPdf, withoutBlanks } from './pdf-text.js';

const RENDERER = join(__dirname, 'render-names.mjs');

/** Renders a small report with a table of names, in a process of its own: the compiler is a module that tests cannot load. */
function render(names: readonly string[], zone = 'UTC'): { pdf: Buffer; html: string; notes: string[] } {
  const input = JSON.stringify(names);
  const env = { PATH: process.env['PATH'] ?? '', TZ: zone };
  const output = execFileSync(process.execPath, [RENDERER], { input, env, encoding: 'utf8', maxBuffer: 1 << 26 });
  const { pdf, html, notes } = JSON.parse(output) as { pdf: string; html: string; notes: string[] };
  return { pdf: Buffer.from(pdf, 'base64'), html, notes };
}

const WRITTEN_FORWARD = [
  'Nguyễn Thị Ánh',
  'Łukasz Żółkiewski',
  'Γιώργος Παπαδόπουλος',
  'Ольга Шевченко',
  'प्रिया शर्मा',
  'สมชาย ใจดี',
  '佐藤 美咲',
  '王小明',
  '김 서연',
];
const WRITTEN_BACKWARD = ['דוד כהן', 'محمد الفارسي'];

/** How often each letter comes: how a reader orders what is written from the right is a matter of the reader. */
const letters = (text: string, script: RegExp): string =>
  [...text.normalize('NFKC').matchAll(script)].flat().sort().join('');

test('names of every script are written with their own letters', () => {
  const { pdf, notes } = render([...WRITTEN_FORWARD, ...WRITTEN_BACKWARD]);
  expect(notes).toEqual([]);
  const text = textOfPdf(pdf);
  for (const name of WRITTEN_FORWARD) expect(text).toContain(withoutBlanks(name));
  const all = WRITTEN_BACKWARD.join('');
  for (const script of [/\p{Script=Hebrew}/gu, /\p{Script=Arabic}/gu])
    expect(letters(text, script)).toBe(letters(all, script));
  expect(text).not.toContain('\u25a1');
});

test('emoji, letters with marks apart, and a name of 5,000 letters do no harm', () => {
  const { pdf, html, notes } = render(['Łukasz 🎉👩‍👩‍👧', 'Cafe\u0301', 'x'.repeat(5_000), 'Anna']);
  expect(notes).toEqual([]);
  const { pages } = readPdf(pdf);
  const text = textOfPdf(pdf);
  for (const part of ['🎉', 'Café', 'Anna', `${'x'.repeat(300)}…`]) expect(text).toContain(part);
  expect(pages.length).toBeLessThan(4);
  expect(html).toContain('x'.repeat(5_000));
});

test('a letter that no font has is a visible placeholder, and the run says which', () => {
  const { pdf, notes } = render(['𓀀 Ra', 'Ⴀ', 'Anna']);
  expect(notes).toEqual([expect.stringMatching(/U\+13000.*U\+10A0|U\+10A0.*U\+13000/)]);
  const text = textOfPdf(pdf);
  expect(text).toContain('□Ra');
  expect(text).toContain('Anna');
});

test('the same report is the same bytes on hosts in three zones', () => {
  const hashes = ['UTC', 'Asia/Tokyo', 'America/New_York'].map((zone) => {
    const { pdf, html } = render(['Anna', 'محمد'], zone);
    return createHash('sha256').update(pdf).update(html).digest('hex');
  });
  expect(new Set(hashes).size).toBe(1);
});
