import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { BY_THRESHOLD, PLAIN } from './colours.js';
import { CALLSIGHT } from './sources.js';
import { thresholdsOf } from './thresholds.js';

export interface NumberPanel {
  readonly title: string;
  readonly description: string;
  readonly target: cog.Builder<cog.Dataquery>;
  /** Whose thresholds colour the number. */
  readonly metric: string;
  readonly span?: number;
  /** Whether each row of the answer is a number of its own. */
  readonly each?: boolean;
  /** Draws the series behind the number, which is its last value. */
  readonly spark?: boolean;
}

/** The present value of something, with its limits in colour. */
export function numberPanel({ title, description, target, metric, span = 4, each, spark }: NumberPanel): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(CALLSIGHT)
    .withTarget(target)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(each === true))
    .graphMode(spark === true ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .textMode(BigValueTextMode.Auto)
    .noValue('–')
    .span(span)
    .height(4);
  const thresholds = thresholdsOf(metric);
  if (thresholds === undefined) return panel.colorMode(BigValueColorMode.Value).colorScheme(PLAIN);
  return panel.colorMode(BigValueColorMode.Value).colorScheme(BY_THRESHOLD).thresholds(thresholds);
}
