import { textOf } from './text-of.js';

/** What a reader sees of one section of the page, its charts left out. */
export function sectionText(page: string, id: string): string {
  const section = new RegExp(`<section\\s+id="${id}"[\\s\\S]*?</section>`).exec(page)?.[0];
  if (section === undefined) throw new Error(`the page has no section ${id}`);
  return textOf(section);
}
