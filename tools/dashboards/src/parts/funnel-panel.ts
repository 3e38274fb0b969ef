import { FUNNEL_PANEL_ID } from '@callsight/contract/grafana/settings';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { CHOSEN_AGENTS, question } from './question.js';
import { CALLSIGHT } from './sources.js';

export interface Funnel {
  readonly title: string;
  readonly description: string;
  readonly funnel: NonNullable<StoredQuery['funnel']>;
  readonly span?: number;
  readonly height?: number;
  /** What differs from the panel's own defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** How far calls or callers come, step by step. */
export const funnelPanel = ({
  title,
  description,
  funnel,
  span = 12,
  height = 10,
  options = {},
}: Funnel): PanelBuilder =>
  new PanelBuilder()
    .type(FUNNEL_PANEL_ID)
    .title(title)
    .description(description)
    .datasource(CALLSIGHT)
    .withTarget(
      question({ queryType: 'funnel', funnel: { ...funnel, filters: [...CHOSEN_AGENTS, ...(funnel.filters ?? [])] } }),
    )
    .options(options)
    .span(span)
    .height(height);
