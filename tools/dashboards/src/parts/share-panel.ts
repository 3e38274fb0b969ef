import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import {
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  PanelBuilder,
  PieChartLegendOptionsBuilder,
  PieChartLegendValues,
  PieChartType,
} from '@grafana/grafana-foundation-sdk/piechart';
import { BY_PLACE, OUTCOME_LOOKS } from './colours.js';
import { CALLSIGHT } from './sources.js';

export interface Share {
  readonly title: string;
  readonly description: string;
  readonly target: cog.Builder<cog.Dataquery>;
  readonly span?: number;
  readonly height?: number;
  readonly outcomes?: boolean;
}

/** What a whole is made of: a few parts, each a row of the answer. */
export function sharePanel({ title, description, target, span = 8, height = 8, outcomes }: Share): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(CALLSIGHT)
    .withTarget(target)
    .pieType(PieChartType.Donut)
    .displayLabels([])
    .reduceOptions(new ReduceDataOptionsBuilder().values(true).calcs(['lastNotNull']))
    .legend(
      new PieChartLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Right)
        .showLegend(true)
        .values([PieChartLegendValues.Value, PieChartLegendValues.Percent]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single).sort(SortOrder.None))
    .colorScheme(BY_PLACE)
    .span(span)
    .height(height);
  for (const { name, properties } of outcomes === true ? OUTCOME_LOOKS : []) panel.overrideByName(name, properties);
  return panel;
}
