import type { Page } from 'playwright-core';

/** Texts of the panel that lie over one another, or outside of what holds them without a way to scroll there. */
export const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    interface Box {
      readonly text: string;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    }
    const panel = document.querySelector('[data-testid="panel"] > div');
    if (panel === null) return ['there is no panel'];
    const outer = panel.getBoundingClientRect();

    /** Where a text is seen: cut with an ellipsis it ends with its element, and what scrolls cuts it above and below. */
    const boxOf = (node: Node, parent: Element): Box => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right, ...full } = range.getBoundingClientRect().toJSON() as Omit<Box, 'text'>;
      const isCut = getComputedStyle(parent).textOverflow === 'ellipsis';
      let { top, bottom } = full;
      for (let holder = parent; holder !== panel && holder.parentElement !== null; holder = holder.parentElement) {
        if (getComputedStyle(holder).overflowY === 'visible') continue;
        const held = holder.getBoundingClientRect();
        [top, bottom] = [Math.max(top, held.top), Math.min(bottom, held.bottom)];
      }
      const end = isCut ? Math.min(right, parent.getBoundingClientRect().right) : right;
      return { text: node.textContent ?? '', left, right: end, top, bottom };
    };

    const boxes: Box[] = [];
    const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const box = node.parentElement === null ? undefined : boxOf(node, node.parentElement);
      if (box !== undefined && box.text.trim() !== '' && box.bottom > box.top) boxes.push(box);
    }
    const out = boxes.filter(({ top, right }) => top < outer.bottom && right > outer.right + 1);
    const over = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1)
        .filter((b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
        .map((b) => `"${a.text}" lies over "${b.text}"`),
    );
    return [...out.map(({ text }) => `"${text}" runs out of the panel`), ...over];
  });
