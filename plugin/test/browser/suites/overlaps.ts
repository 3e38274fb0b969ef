import type { Page } from 'playwright-core';

/** Texts of the panel that lie over one another, are cut off, or lie outside of it without a way to scroll there. */
export const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    interface Box {
      readonly text: string;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
      /** Whether something around it cuts it off at its side, without an ellipsis. */
      readonly isCutOff: boolean;
    }
    const panel = document.querySelector('[data-testid="panel"] > div');
    if (panel === null) return ['there is no panel'];
    /** Least height of a text, or of what two of them share, that is seen: letters do not fill their line. */
    const SEEN = 3;
    const outer = panel.getBoundingClientRect();

    /** Where a text is seen: cut with an ellipsis it ends with its element, and what scrolls cuts it above and below. */
    const boxOf = (node: Node, parent: Element): Box => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right, ...full } = range.getBoundingClientRect().toJSON() as DOMRect;
      const hasEllipsis = getComputedStyle(parent).textOverflow === 'ellipsis';
      const end = hasEllipsis ? Math.min(right, parent.getBoundingClientRect().right) : right;
      let { top, bottom } = full;
      let isCutOff = false;
      for (let holder = parent; holder !== panel && holder.parentElement !== null; holder = holder.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(holder);
        const held = holder.getBoundingClientRect();
        if (overflowX === 'hidden' && (end > held.right + 1 || left < held.left - 1)) isCutOff = true;
        if (overflowY === 'visible') continue;
        [top, bottom] = [Math.max(top, held.top), Math.min(bottom, held.bottom)];
      }
      return { text: node.textContent ?? '', left, right: end, top, bottom, isCutOff };
    };

    const boxes: Box[] = [];
    const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const box = node.parentElement === null ? undefined : boxOf(node, node.parentElement);
      if (box !== undefined && box.text.trim() !== '' && box.bottom - box.top > SEEN) boxes.push(box);
    }
    const out = boxes.filter(({ top, right }) => top < outer.bottom && right > outer.right + 1);
    const over = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1)
        .filter((b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > SEEN)
        .map((b) => `"${a.text}" lies over "${b.text}"`),
    );
    return [
      ...out.map(({ text }) => `"${text}" runs out of the panel`),
      ...boxes.filter(({ isCutOff }) => isCutOff).map(({ text }) => `"${text}" is cut off`),
      ...over,
    ];
  });
