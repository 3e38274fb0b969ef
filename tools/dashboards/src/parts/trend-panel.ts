import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import {
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { FieldColorBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { BY_PLACE, OUTCOME_LOOKS, PLAIN } from './colours.js';
import { CALLSIGHT } from './sources.js';
import { thresholdsOf } from './thresholds.js';

export interface Trend {
  readonly title: string;
  readonly description: string;
  readonly targets: readonly cog.Builder<cog.Dataquery>[];
  readonly look?: 'lines' | 'bars' | 'stack' | 'share';
  /** Whose limits are drawn as lines. */
  readonly limitsOf?: string;
  readonly span?: number;
  readonly height?: number;
  /** The axis reaches at least so far. */
  readonly upTo?: number;
  /** Least interval: shares of a few calls jump. */
  readonly coarse?: string;
  /** Whether series are outcomes, which have colours of their own. */
  readonly outcomes?: boolean;
}

const legend = (): VizLegendOptionsBuilder =>
  new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);

const STACKED = {
  lines: StackingMode.None,
  bars: StackingMode.None,
  stack: StackingMode.Normal,
  share: StackingMode.Percent,
};

const queriesOf = (targets: Trend['targets']): Partial<StoredQuery>[] =>
  targets.map((target) => target.build() as Partial<StoredQuery>);

/** A metric alone has a calm colour. */
function schemeOf(targets: Trend['targets']): FieldColorBuilder {
  const asked = queriesOf(targets);
  if (asked.some(({ metrics, groupBy = [] }) => metrics === undefined || groupBy.length > 0)) return BY_PLACE;
  return asked.flatMap(({ metrics = [] }) => metrics).length === 1 ? PLAIN : BY_PLACE;
}

/** What the band is, and why there may be none. */
const BAND =
  'The shaded band is what is usual at this time of the week, the dotted line its middle, learned from the six weeks before: one value in five hundred leaves it by chance. A new installation shows none for three weeks, and an interval that is cut off or still runs has none.';

const describe = ({ description, targets }: Trend): string =>
  queriesOf(targets).some(({ baseline }) => baseline === true) ? `${description} ${BAND}` : description;

/** How many points a panel asks for at most, and how wide they are at least. */
function limitPoints(panel: PanelBuilder, { look = 'lines', coarse }: Trend): void {
  if (look !== 'lines') panel.maxDataPoints(MOST_BARS);
  if (coarse !== undefined) panel.interval(coarse);
}

/** More bars than this are too thin to be told apart. */
const MOST_BARS = 60;

const LINES = { style: GraphDrawStyle.Line, fill: 8, line: 2, gradient: GraphGradientMode.Opacity };
const BARS = { style: GraphDrawStyle.Bars, fill: 80, line: 0, gradient: GraphGradientMode.None };

/** How something went over time. */
export function trendPanel(trend: Trend): PanelBuilder {
  const { title, targets, look = 'lines', limitsOf, span = 12, height = 8, outcomes } = trend;
  const { style, fill, line, gradient } = look === 'lines' ? LINES : BARS;
  const panel = new PanelBuilder()
    .title(title)
    .description(describe(trend))
    .datasource(CALLSIGHT)
    .targets([...targets])
    .drawStyle(style)
    .fillOpacity(fill)
    .lineWidth(line)
    .gradientMode(gradient)
    .stacking(new StackingConfigBuilder().mode(STACKED[look]).group('A'))
    .showPoints(VisibilityMode.Auto)
    .pointSize(4)
    // A bucket without a value is a gap, not a line across it.
    .spanNulls(false)
    .axisSoftMin(0)
    .colorScheme(schemeOf(targets))
    .overrideByRegexp('/\\(previous\\)/', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'text' } }])
    .legend(legend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .span(span)
    .height(height);
  if (trend.upTo !== undefined) panel.axisSoftMax(trend.upTo).max(trend.upTo);
  limitPoints(panel, trend);
  const thresholds = limitsOf === undefined ? undefined : thresholdsOf(limitsOf);
  if (thresholds !== undefined) {
    panel
      .thresholds(thresholds)
      .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  for (const { name, properties } of outcomes === true ? OUTCOME_LOOKS : []) panel.overrideByName(name, properties);
  return panel;
}
