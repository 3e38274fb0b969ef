import type { OverviewFigures, Share } from '../figures/figures.js';
import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { formatValue } from '../../../lib/text/format-value.js';
import { outcomeName } from '../format/names.js';
import { card } from './card.js';

function bars(outcomes: readonly Share[]): SafeHtml {
  if (outcomes.length === 0) return html`<p class="nothing">No calls in this range.</p>`;
  const total = outcomes.reduce((sum, { calls }) => sum + calls, 0);
  const max = Math.max(...outcomes.map(({ calls }) => calls), 1);
  return html`<ul class="shares">
    ${outcomes.map(
      ({ name, calls }) =>
        html`<li>
          <span class="share-name">${outcomeName(name)}</span>
          <svg class="share-bar" width="100%" height="10" aria-hidden="true">
            <rect class="track" width="100%" height="10" rx="3" />
            <rect class="answered" width="${((calls / max) * 100).toFixed(2)}%" height="10" rx="3" />
          </svg>
          <span class="share-count">${formatValue(calls, 'short')}</span>
          <span class="share-part">${formatValue(total === 0 ? null : calls / total, 'percentunit')}</span>
        </li>`,
    )}
  </ul>`;
}

/** Readers who see abandoned calls beside an abandonment rate of less wonder where the rest is. */
function shortAbandons(outcomes: readonly Share[]): Markup {
  const short = outcomes.find(({ name }) => name === 'abandoned')?.shortAbandoned ?? 0;
  if (short === 0) return undefined;
  return html`<p class="hint">
    ${formatValue(short, 'short')} of the abandoned calls ${short === 1 ? 'was' : 'were'} given up too soon to count in
    the abandonment rate.
  </p>`;
}

/** What came of the calls, the most frequent first, with its share of all. */
export const outcomesSection = ({ outcomes }: OverviewFigures): SafeHtml =>
  card({ id: 'outcomes', title: 'How calls ended', note: 'share of all calls' }, outcomes, (data) => [
    bars(data.toSorted((a, b) => b.calls - a.calls)),
    shortAbandons(data),
  ]);
