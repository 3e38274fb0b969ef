import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { AttributionQuery } from '../query/attribution.js';
import { CallsQuery } from '../query/calls.js';
import { FunnelQuery, PathsQuery } from '../query/funnel.js';
import { Filter } from '../query/request.js';
import { SegmentsQuery } from '../query/segments.js';

const closed = { additionalProperties: false };

const Metric = Type.String({ minLength: 1, maxLength: 100, description: 'Id of a metric' });
const metrics = (maxItems: number) => Type.Array(Metric, { minItems: 1, maxItems });
const groupBy = (maxItems: number) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 100, description: 'Dimension' }), { minItems: 1, maxItems });
const filters = optional(Type.Array(Filter, { maxItems: 32, description: 'Besides those of the report' }));

/** What a reader may be told about any section. */
const told = {
  title: optional(Type.String({ minLength: 1, maxLength: 200 })),
  note: optional(Type.String({ minLength: 1, maxLength: 2_000, description: 'Below the section; plain text' })),
};

export const SERIES_CHARTS = ['line', 'bar', 'stacked'] as const;

/** Intervals of series in a report: parts of a day follow the clock, others the calendar of the report's time zone. */
export const SERIES_INTERVAL = '^([1-9]\\d{0,2}[mhdwMQy]|auto)$';

/** Most rows that a table shows; a workbook and the machine formats have the same rows. */
export const MAX_TABLE_ROWS = 1_000;

const section = <Kind extends string, Properties extends Record<string, TSchema>>(kind: Kind, properties: Properties) =>
  Type.Object({ type: Type.Literal(kind), ...told, ...properties }, { ...closed, title: `${kind} section` });

/** The parts of a report, by their type. */
export const SECTIONS = {
  text: section('text', {
    markdown: Type.String({
      minLength: 1,
      maxLength: 20_000,
      description: 'Paragraphs, # headings, lists, **bold**, *emphasis*, [links](https://…)',
    }),
  }),
  findings: section('findings', { metrics: metrics(20), filters }),
  kpis: section('kpis', { metrics: metrics(12), filters }),
  series: section('series', {
    metrics: metrics(6),
    groupBy: optional(groupBy(1)),
    interval: Type.String({ pattern: SERIES_INTERVAL, description: '"15m", "1h", "1d", "1w", "1M" or "auto"' }),
    chart: Type.Union(SERIES_CHARTS.map((chart) => Type.Literal(chart))),
    goal: optional(Type.Number({ description: 'In the unit of the metric: 0.05 is 5 %' })),
    limit: optional(Type.Integer({ minimum: 1, maximum: 8, description: 'Groups, the largest first; 5 if absent' })),
    filters,
  }),
  bars: section('bars', {
    metrics: metrics(3),
    groupBy: groupBy(1),
    limit: optional(Type.Integer({ minimum: 1, maximum: 50 })),
    filters,
  }),
  heatmap: section('heatmap', { metric: Metric, filters }),
  table: section('table', {
    metrics: metrics(12),
    groupBy: groupBy(4),
    orderBy: optional(
      Type.Object({ metric: Metric, dir: optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])) }, closed),
    ),
    limit: optional(Type.Integer({ minimum: 1, maximum: MAX_TABLE_ROWS })),
    filters,
  }),
  funnel: section('funnel', { funnel: FunnelQuery.properties.funnel }),
  paths: section('paths', { paths: PathsQuery.properties.paths }),
  attribution: section('attribution', { attribution: AttributionQuery.properties.attribution }),
  segments: section('segments', { segments: SegmentsQuery.properties.segments }),
  calls: section('calls', { calls: CallsQuery.properties.calls }),
  page_break: section('page_break', {}),
} as const;

export type SectionType = keyof typeof SECTIONS;
export const SECTION_TYPES = Object.keys(SECTIONS) as SectionType[];

export type SectionOf<Type extends SectionType> = Static<(typeof SECTIONS)[Type]>;
export type Section = { readonly [Type in SectionType]: SectionOf<Type> }[SectionType];
