import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/barchart';
import {
  GraphGradientMode,
  LegendDisplayMode,
  LegendPlacement,
  StackingMode,
  TooltipDisplayMode,
  SortOrder,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { BY_PLACE, PLAIN } from './colours.js';
import { CALLSIGHT } from './sources.js';

export interface Bars {
  readonly title: string;
  readonly description: string;
  readonly target: cog.Builder<cog.Dataquery>;
  /** Title of the column that names the bars. */
  readonly by: string;
  /** Several numbers stand side by side or on each other. */
  readonly several?: 'grouped' | 'stacked';
  readonly upright?: boolean;
  readonly span?: number;
  readonly height?: number;
  /** Texts for values of the column, such as names of weekdays. */
  readonly names?: Readonly<Record<string, string>>;
  /** Columns that are not drawn. */
  readonly without?: readonly string[];
}

/** How something is spread over the values of a dimension. */
export function barsPanel(bars: Bars): PanelBuilder {
  const { title, description, target, by, several, upright = false, span = 8, height = 8, names, without = [] } = bars;
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(CALLSIGHT)
    .withTarget(target)
    .xField(by)
    .orientation(upright ? VizOrientation.Vertical : VizOrientation.Horizontal)
    .stacking(several === 'stacked' ? StackingMode.Normal : StackingMode.None)
    .showValue(VisibilityMode.Auto)
    .barWidth(0.75)
    .groupWidth(0.8)
    .barRadius(0.15)
    .fillOpacity(75)
    .lineWidth(0)
    .gradientMode(GraphGradientMode.None)
    .xTickLabelMaxLength(24)
    .axisSoftMin(0)
    .colorScheme(several === undefined ? PLAIN : BY_PLACE)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(several !== undefined)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.None))
    .span(span)
    .height(height);
  if (names !== undefined) {
    const options = Object.fromEntries(Object.entries(names).map(([value, text], index) => [value, { text, index }]));
    panel.overrideByName(by, [{ id: 'mappings', value: [{ type: 'value', options }] }]);
  }
  for (const name of without) {
    panel.overrideByName(name, [{ id: 'custom.hideFrom', value: { viz: true, legend: true, tooltip: false } }]);
  }
  return panel;
}
