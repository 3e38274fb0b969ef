import type { DocumentSection } from '../document/document.js';

/** Charts that stand beside each other on a desk: two lines or two lists of bars that follow each other. */
export function chartRows(sections: readonly DocumentSection[]): (readonly DocumentSection[])[] {
  const rows: DocumentSection[][] = [];
  for (const section of sections) {
    const [partner] = rows.at(-1) ?? [];
    const isFree = rows.at(-1)?.length === 1;
    if (partner !== undefined && isFree && isHalfWide(partner) && isHalfWide(section) && partner.kind === section.kind)
      rows.at(-1)?.push(section);
    else rows.push([section]);
  }
  return rows;
}

/** Sections that need no whole width: a line of one metric, and lists of bars. */
const isHalfWide = ({ content, state }: DocumentSection): boolean =>
  state === 'ok' &&
  (content?.type === 'bars' || (content?.type === 'series' && content.chart === 'line' && content.lines.length === 1));
