import { textOf } from './text-of.js';

/** Values of the tiles by their names. */
export function tilesOf(page: string): Record<string, string> {
  const tiles = page.matchAll(
    /<h3[^>]*>([\s\S]*?)<\/h3>\s*<p class="value">([\s\S]*?)<\/p>\s*<p class="below">([\s\S]*?)<\/p>/g,
  );
  return Object.fromEntries(
    [...tiles].map(([, name = '', value = '', below = '']) => [textOf(name), `${textOf(value)} | ${textOf(below)}`]),
  );
}
