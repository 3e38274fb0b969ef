import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import type { Email } from 'postal-mime';

const PATH = '/usr/bin/chromium';

interface Looks {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
}

/** Shows mails in a browser as a mail program does: pictures are those of the mail. @throws when the browser is not installed */
export async function inBrowser(
  look: (open: (mail: Email, looks: Looks) => Promise<Page>) => Promise<void>,
): Promise<void> {
  if (!existsSync(PATH)) throw new Error(`${PATH} is missing: apt-get update && apt-get install -y chromium`);
  const browser = await chromium.launch({
    executablePath: PATH,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  try {
    await look(async ({ html = '', attachments }, { scheme, width }) => {
      const shown = attachments.reduce((page, { contentId, content }) => {
        const data = Buffer.from(content as ArrayBuffer).toString('base64');
        return page.replaceAll(`cid:${contentId?.slice(1, -1) ?? ''}`, `data:image/png;base64,${data}`);
      }, html);
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
      await page.setContent(shown);
      return page;
    });
  } finally {
    await browser.close();
  }
}

/**
 * Runs in the page, as text, because the types of browsers are not those of the service: texts whose contrast to what they stand
 * on is below 4.5 (WCAG 2).
 */
export const UNREADABLE = `(() => {
  const parts = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = parts(color)
      .slice(0, 3)
      .map((part) => part / 255)
      .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    if (element === null) return 'rgb(255, 255, 255)';
    const color = getComputedStyle(element).backgroundColor;
    return (parts(color)[3] ?? 1) === 0 ? ground(element.parentElement) : color;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  let seen = 0;
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text === '' || !element.checkVisibility({ opacityProperty: true })) continue;
    seen += 1;
    const [low, high] = [getComputedStyle(element).color, ground(element)].map(luminance).sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) found.push(text + ': ' + getComputedStyle(element).color + ' on ' + ground(element));
  }
  return seen < 100 ? ['only ' + seen + ' texts were looked at'] : found;
})()`;

/** How wide the page is, in pixels. */
export const PAGE_WIDTH = 'document.documentElement.scrollWidth';

/** Whether each picture was loaded. */
export const LOADED = '[...document.images].map((image) => image.complete && image.naturalWidth > 0)';
