import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import {
  TableCellHeight,
  TableFooterOptionsBuilder,
  TableSortByFieldStateBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { CALLSIGHT } from './sources.js';
import { thresholdsOf } from './thresholds.js';

export interface Table {
  readonly title: string;
  readonly description: string;
  readonly target: cog.Builder<cog.Dataquery>;
  readonly span?: number;
  readonly height?: number;
  /** Title of the column that it is sorted by, the greatest first. */
  readonly sortBy?: string;
  /** Titles of columns that are coloured by the limits of a metric. */
  readonly limits?: Readonly<Record<string, string>>;
  /** Titles of columns that are drawn as bars. */
  readonly bars?: readonly string[];
  /** Names of columns that are not shown. */
  readonly without?: readonly string[];
  /** Widths of columns in pixels, by title. */
  readonly widths?: Readonly<Record<string, number>>;
  readonly transformations?: readonly DataTransformerConfig[];
}

/** How columns look that do not look like the others. */
function looksOf({ limits = {}, bars = [], widths = {} }: Table): { name: string; properties: DynamicConfigValue[] }[] {
  const coloured = Object.entries(limits).map(([name, metric]) => ({
    name,
    properties: [
      { id: 'thresholds', value: thresholdsOf(metric)?.build() },
      { id: 'color', value: { mode: 'thresholds' } },
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
    ],
  }));
  const drawn = bars.map((name) => ({
    name,
    properties: [
      { id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' } },
      { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } },
      { id: 'min', value: 0 },
      // Else the bars of one column would be as long as the numbers of all columns allow.
      { id: 'fieldMinMax', value: true },
    ],
  }));
  const sized = Object.entries(widths).map(([name, width]) => ({
    name,
    properties: [{ id: 'custom.width', value: width }],
  }));
  return [...coloured, ...drawn, ...sized];
}

/** Rows of numbers, to be sorted and compared. */
export function tablePanel(table: Table): PanelBuilder {
  const { title, description, target, span = 12, height = 8, sortBy, without = [], transformations = [] } = table;
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(CALLSIGHT)
    .withTarget(target)
    .cellHeight(TableCellHeight.Sm)
    .filterable(false)
    .footer(new TableFooterOptionsBuilder().show(false).reducer([]))
    .noValue('–')
    .minWidth(88)
    .overrideByRegexp('.*', [{ id: 'custom.wrapHeaderText', value: true }])
    .span(span)
    .height(height);
  if (sortBy !== undefined) panel.sortBy([new TableSortByFieldStateBuilder().displayName(sortBy).desc(true)]);
  for (const { name, properties } of looksOf(table)) panel.overrideByName(name, properties);
  const excludeByName = Object.fromEntries(without.map((name) => [name, true]));
  const hidden = without.length === 0 ? [] : [{ id: 'organize', options: { excludeByName } }];
  return panel.transformations([...transformations, ...hidden]);
}
