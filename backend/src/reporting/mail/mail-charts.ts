import { createHash } from 'node:crypto';
import { HEATMAP_HEIGHT, heatmapChart } from '../charts/heatmap-chart.js';
import { printPalette } from '../charts/palette.js';
import { seriesChart } from '../charts/series-chart.js';
import type { ChartStyle } from '../charts/series-frame.js';
import type { DocumentSection, ReportDocument } from '../document/document.js';
import { Format } from '../words/format.js';
import { mailWordsOf } from '../words/mail-words.js';
import { wordsOf } from '../words/words-of.js';
import { chartImage } from './chart-image.js';
import { busiestHours } from './chart-numbers.js';
import type { MailImage } from './rendered-mail.js';

/** CSS pixels between the margins of a mail. */
const CONTENT_WIDTH = 552;

/** Charts are drawn smaller than they are shown, so that their letters can still be read on a telephone, where they shrink. */
const DRAWN_WIDTH = 430;
const SERIES_HEIGHT = 190;

/** Names of many lines need room above the drawing. */
const LEGEND_HEIGHT = 18;

/**
 * Pictures of the charts that are drawings: courses and heatmaps. Bars and funnels are tables with coloured cells in a mail, which
 * are there without pictures and take the colours of dark surroundings.
 */
export async function mailCharts(document: ReportDocument): Promise<ReadonlyMap<DocumentSection, MailImage>> {
  const images = new Map<DocumentSection, MailImage>();
  const styleOf = (height: number): ChartStyle => ({
    canvas: { width: DRAWN_WIDTH, height, fonts: 'Inter' },
    palette: printPalette(),
    words: wordsOf(document.locale),
    format: new Format(document.locale, document.timezone),
  });
  for (const section of document.sections) {
    const { content, state, title } = section;
    if (state !== 'ok' || content === undefined) continue;
    const svg =
      content.type === 'series'
        ? seriesChart(content, styleOf(SERIES_HEIGHT + LEGEND_HEIGHT * Math.max(0, content.lines.length - 2))).text
        : content.type === 'heatmap'
          ? heatmapChart(content, styleOf(HEATMAP_HEIGHT)).text
          : undefined;
    if (svg === undefined) continue;
    const { png, height } = await chartImage(svg, CONTENT_WIDTH);
    const hash = createHash('sha256').update(png).digest('hex').slice(0, 16);
    const cid = `chart-${images.size + 1}-${hash}@callsight`;
    const summary =
      content.type === 'heatmap'
        ? `${mailWordsOf(document.locale).mostAt}: ${busiestHours(content).join(', ')}`
        : summaryOf(svg);
    const alt = title === '' || summary.startsWith(title) ? summary : `${title}. ${summary}`;
    images.set(section, { cid, png, width: CONTENT_WIDTH, height, alt });
  }
  return images;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** The text of a drawing for those who do not see it, from the drawing itself. */
function summaryOf(svg: string): string {
  const escaped = /aria-label="([^"]*)"/.exec(svg)?.[1] ?? '';
  return escaped.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
