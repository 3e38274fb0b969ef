import type { Section, SectionOf, SectionType } from '@callsight/contract/reports/section';

/** Steps of a call; within a day, since bookings of a week are still to come. */
const CALL_FUNNEL = {
  steps: ['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed'],
  window: '24h',
};

const KEY_METRICS = ['calls.count', 'calls.answer_rate', 'bookings.confirmed'];

/** What a section of each type begins as: something that can be rendered at once. */
const FIRST: { readonly [Type in SectionType]: (text: string) => SectionOf<Type> } = {
  text: (text) => ({ type: 'text', markdown: text }),
  findings: () => ({ type: 'findings', metrics: KEY_METRICS }),
  kpis: () => ({ type: 'kpis', metrics: KEY_METRICS }),
  series: () => ({ type: 'series', metrics: ['calls.count'], interval: '1d', chart: 'line' }),
  bars: () => ({ type: 'bars', metrics: ['calls.count'], groupBy: ['agent'], limit: 8 }),
  heatmap: () => ({ type: 'heatmap', metric: 'calls.count' }),
  table: () => ({ type: 'table', metrics: KEY_METRICS, groupBy: ['agent'] }),
  funnel: () => ({ type: 'funnel', funnel: CALL_FUNNEL }),
  paths: () => ({ type: 'paths', paths: { limit: 12 } }),
  attribution: () => ({ type: 'attribution', attribution: { model: 'linear', groupBy: ['source'] } }),
  segments: () => ({ type: 'segments', segments: { metrics: ['calls.success_rate'], by: 'agent' } }),
  calls: () => ({ type: 'calls', calls: { limit: 20 } }),
  page_break: () => ({ type: 'page_break' }),
};

/** @param text what a text begins with, in the language of the user */
export const newSection = (type: SectionType, text: string): Section => FIRST[type](text);
