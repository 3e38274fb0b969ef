import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { DAY_MS } from '../../../lib/time/durations.js';
import type { OverviewFigures } from '../figures/figures.js';
import type { OverviewRange } from '../overview-range.js';
import type { Finding } from '../format/findings.js';
import { localTime } from '../../../lib/time/local-time-text.js';

function rangeText({ from, now }: OverviewFigures, { id }: OverviewRange, timezone: string): string {
  if (id === 'today') return localTime(now, 'date', timezone);
  const style = id === '24h' ? 'date-time' : 'date';
  return `${localTime(from, style, timezone)} – ${localTime(now, style, timezone)}`;
}

/** Title of the range, its dates, and what it is compared with. */
export function introSection(figures: OverviewFigures, range: OverviewRange, timezone: string): SafeHtml {
  const back = (epochMs: number): string =>
    localTime(epochMs - range.daysBack * DAY_MS, range.id === '24h' ? 'date-time' : 'date', timezone);
  const before =
    range.id === 'today' ? `${back(figures.now)} up to the same time` : `${back(figures.from)} – ${back(figures.now)}`;
  return html`<section id="intro" class="intro" aria-labelledby="intro-title">
    <h1 id="intro-title">${range.title}</h1>
    <p class="note">
      ${rangeText(figures, range, timezone)}${figures.hasCalls && html` <span class="against">compared with ${before}</span>`}
    </p>
  </section>`;
}

const SPOKEN = { good: 'Good: ', bad: 'Bad: ', neutral: '' } as const;

/** What the figures say, in sentences. */
export const findingsSection = (found: readonly Finding[]): SafeHtml =>
  html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title" class="unseen">Findings</h2>
    <ul class="findings">
      ${found.map(({ headline, rest, tone }) => html`<li class="${tone}"><span class="unseen">${SPOKEN[tone]}</span><strong>${headline}</strong> ${rest}</li>`)}
    </ul>
  </section>`;
