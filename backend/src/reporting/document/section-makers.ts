import type { SectionType } from '@callsight/contract/reports/section';
import type { SectionMaker } from './section-maker.js';
import { barsSection } from './sections/bars.js';
import { findingsSection } from './sections/findings.js';
import { attributionSection, callsSection, pathsSection, segmentsSection } from './sections/frame-section.js';
import { funnelSection } from './sections/funnel.js';
import { heatmapSection } from './sections/heatmap.js';
import { kpisSection } from './sections/kpis.js';
import { seriesSection } from './sections/series.js';
import { tableSection } from './sections/table.js';
import { pageBreakSection, textSection } from './sections/text.js';

/** How each type of section is made. */
export const SECTION_MAKERS: { readonly [Type in SectionType]: SectionMaker<Type> } = {
  text: textSection,
  findings: findingsSection,
  kpis: kpisSection,
  series: seriesSection,
  bars: barsSection,
  heatmap: heatmapSection,
  table: tableSection,
  funnel: funnelSection,
  paths: pathsSection,
  attribution: attributionSection,
  segments: segmentsSection,
  calls: callsSection,
  page_break: pageBreakSection,
};
