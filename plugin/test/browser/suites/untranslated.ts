import type { Page } from 'playwright-core';

/** A number with the unit that Grafana gives it. */
const QUANTITY = /[\d.,]+\s?(%|K|Mil|ms|s|mins?|hours?|days?|weeks?)?/g;

/** Removes what stands in brackets, from the inside out: a text may have another one within. */
function withoutMarked(text: string): string {
  const next = text.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  return next === text ? text : withoutMarked(next);
}

const wholeWord = (text: string): RegExp =>
  new RegExp(`(?<!\\p{Letter})${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?!\\p{Letter})`, 'gu');

/**
 * What a page of marked texts shows, or tells a screen reader, that comes from no locale file.
 * @param data texts that are data: of the service, of a dashboard, or typed by a person
 */
export async function untranslated(page: Page, data: readonly string[]): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || ['SCRIPT', 'STYLE'].includes(parent.tagName)) continue;
      // A sentence with elements in it is one text.
      found.push((parent.closest('p') ?? node).textContent ?? '');
    }
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });
  const known = [...data].sort((a, b) => b.length - a.length);
  return [...new Set(texts)].filter((text) => {
    const rest = known.reduce((left, one) => left.replaceAll(wholeWord(one), ' '), withoutMarked(text));
    return /\p{Letter}/u.test(rest.replace(QUANTITY, ' '));
  });
}
