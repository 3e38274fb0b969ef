import { t } from '@grafana/i18n';
import type { IconName } from '@grafana/data';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Section, SectionOf, SectionType } from '@callsight/contract/reports/section';

/** What a type of section is called. */
export const typeName = (type: SectionType): string =>
  ({
    findings: t('reports.section.findings', 'Findings'),
    kpis: t('reports.section.kpis', 'Key figures'),
    series: t('reports.section.series', 'Chart over time'),
    bars: t('reports.section.bars', 'Bar chart'),
    heatmap: t('reports.section.heatmap', 'Heatmap of the week'),
    table: t('reports.section.table', 'Table'),
    funnel: t('reports.section.funnel', 'Funnel'),
    paths: t('reports.section.paths', 'Paths'),
    attribution: t('reports.section.attribution', 'Attribution'),
    segments: t('reports.section.segments', 'Comparison with test'),
    calls: t('reports.section.calls', 'List of calls'),
    text: t('reports.section.text', 'Text'),
    page_break: t('reports.section.page-break', 'Page break'),
  })[type];

/** What a type of section shows, where it is offered. */
export const typeDescription = (type: SectionType): string =>
  ({
    findings: t('reports.about.findings', 'What stands out, in sentences'),
    kpis: t('reports.about.kpis', 'Tiles with value, course and change'),
    series: t('reports.about.series', 'Lines, bars or stacks by hour, day, week or month'),
    bars: t('reports.about.bars', 'A metric by agent, source, outcome …'),
    heatmap: t('reports.about.heatmap', 'A metric by weekday and hour'),
    table: t('reports.about.table', 'Several metrics by agent, source, outcome …'),
    funnel: t('reports.about.funnel', 'How many came how far'),
    paths: t('reports.about.paths', 'Which step follows on which'),
    attribution: t('reports.about.attribution', 'What conversions are credited to'),
    segments: t('reports.about.segments', 'Whether differences could be chance'),
    calls: t('reports.about.calls', 'Single calls, the latest first'),
    text: t('reports.about.text', 'Your own words, with headings and lists'),
    page_break: t('reports.about.page-break', 'What follows begins on a new page'),
  })[type];

const ICONS = new Map<SectionType, IconName>([
  ['findings', 'info-circle'],
  ['kpis', 'calculator-alt'],
  ['series', 'graph-bar'],
  ['bars', 'align-left'],
  ['heatmap', 'gf-grid'],
  ['table', 'table'],
  ['funnel', 'filter'],
  ['paths', 'code-branch'],
  ['attribution', 'share-alt'],
  ['segments', 'exchange-alt'],
  ['calls', 'list-ul'],
  ['text', 'font'],
  ['page_break', 'minus'],
]);

export const typeIcon = (type: SectionType): IconName => ICONS.get(type) ?? 'document-info';

export const chartName = (chart: SectionOf<'series'>['chart']): string =>
  ({
    line: t('reports.chart.line', 'Lines'),
    bar: t('reports.chart.bar', 'Bars'),
    stacked: t('reports.chart.stacked', 'Stacked'),
  })[chart];

const intervalName = (interval: string): string => {
  switch (interval) {
    case '1h':
      return t('reports.interval.hour', 'by the hour');
    case '1d':
      return t('reports.interval.day', 'by day');
    case '1w':
      return t('reports.interval.week', 'by week');
    case '1M':
      return t('reports.interval.month', 'by month');
    case 'auto':
      return t('reports.interval.auto', 'over time');
    default:
      return t('reports.interval.other', 'every {{- interval}}', { interval });
  }
};

interface Names {
  readonly metric: (id: string) => string;
  readonly dimension: (id: string) => string;
}

const namesOf = (catalogue: Catalogue): Names => {
  const named = (known: readonly { readonly id: string; readonly title: string }[]) => (id: string) =>
    known.find((one) => one.id === id)?.title ?? id;
  return { metric: named(catalogue.metrics), dimension: named(catalogue.dimensions) };
};

const metricsText = (metrics: readonly string[], { metric }: Names): string => {
  const [first] = metrics;
  if (first !== undefined && metrics.length === 1) return metric(first);
  return t('reports.summary.metrics', '{{- number}} metrics', { number: metrics.length });
};

const byText = (what: string, groupBy: readonly string[], { dimension }: Names): string =>
  t('reports.summary.by', '{{- what}} by {{- groups}}', { what, groups: groupBy.map(dimension).join(', ') });

/** What a section is called where its title is not enough: the title that the report gives it. */
export function sectionTitle(section: Section, catalogue: Catalogue): string {
  if (section.title !== undefined) return section.title;
  const names = namesOf(catalogue);
  switch (section.type) {
    case 'series':
      return section.metrics.length === 1 ? metricsText(section.metrics, names) : typeName(section.type);
    case 'bars':
      return byText(metricsText(section.metrics, names), section.groupBy, names);
    case 'heatmap':
      return names.metric(section.metric);
    default:
      return typeName(section.type);
  }
}

/** What a section shows, in a few words. */
export function sectionSummary(section: Section, catalogue: Catalogue): string {
  const names = namesOf(catalogue);
  switch (section.type) {
    case 'findings':
    case 'kpis':
      return metricsText(section.metrics, names);
    case 'series':
      return `${chartName(section.chart)}, ${intervalName(section.interval)}`;
    case 'table':
      return byText(metricsText(section.metrics, names), section.groupBy, names);
    case 'text':
      return section.markdown.replace(/\s+/g, ' ').slice(0, 40);
    case 'page_break':
      return '';
    default:
      return typeName(section.type);
  }
}
