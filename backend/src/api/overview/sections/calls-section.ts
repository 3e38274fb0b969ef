import { callsChart } from '../charts/calls-chart.js';
import { card } from './card.js';
import type { OverviewFigures } from '../figures/figures.js';
import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import type { OverviewRange } from '../overview-range.js';

const BEFORE = { today: 'same day last week', '24h': 'a week before', '7d': 'same day the week before' } as const;

const isShort = (id: string): id is keyof typeof BEFORE => id in BEFORE;

/** Calls per hour or day. */
export function callsSection(
  { series, now }: OverviewFigures,
  { id, interval, daysBack }: OverviewRange,
  timezone: string,
): SafeHtml {
  const title = interval === '1h' ? 'Calls per hour' : 'Calls per day';
  const hasBefore = 'data' in series && series.data.previousCalls.some((calls) => calls !== null && calls > 0);
  const legend = html`<ul class="legend">
    <li>
      <svg width="10" height="10" aria-hidden="true"><rect class="answered" width="10" height="10" rx="2" /></svg
      >Answered
    </li>
    <li>
      <svg width="10" height="10" aria-hidden="true"><rect class="missed" width="10" height="10" rx="2" /></svg>Not
      answered
    </li>
    ${
      hasBefore &&
      html`<li>
        <svg width="14" height="10" aria-hidden="true"><rect class="before" y="4" width="14" height="2" rx="1" /></svg
        >${isShort(id) ? BEFORE[id] : `${daysBack} days before`}
      </li>`
    }
  </ul>`;
  return card({ id: 'calls', title, legend }, series, (data) =>
    callsChart({ series: hasBefore ? data : { ...data, previousCalls: [] }, interval, timezone, now, name: title }),
  );
}
