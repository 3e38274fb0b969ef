import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  PercentChangeColorMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { BY_THRESHOLD, PLAIN } from './colours.js';
import type { PageName } from './pages.js';
import { pageLink } from './page-link.js';
import { metricsOf } from './question.js';
import { CALLSIGHT } from './sources.js';
import { thresholdsOf } from './thresholds.js';

export interface Score {
  readonly title: string;
  readonly description: string;
  readonly metric: string;
  /** Which way is good; a change the other way is red. */
  readonly good: 'up' | 'down';
  readonly more?: PageName;
  readonly span?: number;
}

/** One exact number over the whole range, and how it changed from the range before. */
export function scorePanel({ title, description, metric, good, more, span = 4 }: Score): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(`${description} The change is from the range of the same length before.`)
    .datasource(CALLSIGHT)
    .withTarget(metricsOf({ metrics: [metric], compare: 'previous_period', format: 'change' }))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['last']))
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.Auto)
    .showPercentChange(true)
    .percentChangeColorMode(good === 'up' ? PercentChangeColorMode.Standard : PercentChangeColorMode.Inverted)
    .noValue('–')
    .span(span)
    .height(4);
  const thresholds = thresholdsOf(metric);
  if (thresholds === undefined) panel.colorMode(BigValueColorMode.None).colorScheme(PLAIN);
  else panel.colorMode(BigValueColorMode.Value).colorScheme(BY_THRESHOLD).thresholds(thresholds);
  // On the number itself: an icon beside the title would leave no room for it.
  return more === undefined ? panel : panel.dataLinks([pageLink(more)]);
}
