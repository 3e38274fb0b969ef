import type { SectionMaker } from '../section-maker.js';
import { readMarkdown } from '../markdown.js';

export const textSection: SectionMaker<'text'> = {
  want: () => ({}),
  make: ({ title, markdown }) => {
    const blocks = readMarkdown(markdown);
    return { title: title ?? '', content: { type: 'text', blocks }, isEmpty: false, tables: [], metrics: [] };
  },
};

export const pageBreakSection: SectionMaker<'page_break'> = {
  want: () => ({}),
  make: () => ({ title: '', content: { type: 'page_break' }, isEmpty: false, tables: [], metrics: [] }),
};
