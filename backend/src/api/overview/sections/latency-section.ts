import { latencyChart } from '../charts/latency-chart.js';
import type { OverviewFigures } from '../figures/figures.js';
import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import type { OverviewRange } from '../overview-range.js';
import { card } from './card.js';

/** How long callers wait for the agent to speak. */
export const latencySection = (
  { series, now }: OverviewFigures,
  { interval }: OverviewRange,
  timezone: string,
): SafeHtml =>
  card(
    { id: 'latency', title: 'Turn latency', note: 'caller stops speaking until the agent speaks; lower is better' },
    series,
    (data) =>
      latencyChart({ series: data, interval, timezone, now }) ??
      html`<p class="nothing">No turns with a latency in this range.</p>`,
  );
