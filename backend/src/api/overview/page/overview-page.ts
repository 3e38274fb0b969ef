import { html } from '../../../lib/html/html.js';
import { SafeHtml } from '../../../lib/html/safe-html.js';
import type { OverviewFigures } from '../figures/figures.js';
import { OVERVIEW_RANGES, type OverviewRange } from '../overview-range.js';
import type { PipelineState } from '../pipeline-state.js';
import { agentsSection } from '../sections/agents-section.js';
import { callsSection } from '../sections/calls-section.js';
import { firstStepsSection } from '../sections/first-steps-section.js';
import { findingsSection, introSection } from '../sections/intro-section.js';
import { latencySection } from '../sections/latency-section.js';
import { outcomesSection } from '../sections/outcomes-section.js';
import { pipelineSection } from '../sections/pipeline-section.js';
import { tilesSection } from '../sections/tiles-section.js';
import { findings } from '../format/findings.js';
import { localTime } from '../../../lib/time/local-time-text.js';
import { document, MARK } from './document.js';
import { REFRESH } from './refresh.js';

interface OverviewView {
  readonly figures: OverviewFigures;
  readonly pipeline: PipelineState;
  readonly range: OverviewRange;
  readonly timezone: string;
  /** Address of this service as its visitor sees it, without a slash at the end. */
  readonly address: string;
}

/** The part of the page that changes; `GET /live` sends it alone. */
export function overviewMain({ figures, pipeline, range, timezone, address }: OverviewView): SafeHtml {
  const updated = localTime(figures.now, 'clock', timezone);
  const content = figures.hasCalls
    ? [
        introSection(figures, range, timezone),
        findingsSection(findings(figures, range, timezone)),
        tilesSection(figures),
        html`<div class="row">${callsSection(figures, range, timezone)}${outcomesSection(figures)}</div>`,
        agentsSection(figures),
        html`<div class="row">${latencySection(figures, range, timezone)}${pipelineSection(pipeline, timezone)}</div>`,
      ]
    : [
        firstStepsSection(address, pipeline.pending > 0),
        html`<div class="narrow">${pipelineSection(pipeline, timezone)}</div>`,
      ];
  return html`<main id="main" data-updated="${updated}" tabindex="-1">${content}</main>`;
}

interface Page extends OverviewView {
  readonly tenant: string;
  readonly nonce: string;
  readonly canSignOut: boolean;
}

/** The overview with its frame: who and where, the ranges, and whether the page is live. */
export function overviewPage({ tenant, nonce, canSignOut, ...view }: Page): string {
  const { range, timezone, figures } = view;
  const body = html`<a class="skip" href="#main">Skip to the figures</a>
    <header class="bar">
      <div class="bar-in">
        <p class="brand">
          ${MARK}<span><strong>Callsight</strong><span class="whose">${tenant} · ${timezone}</span></span>
        </p>
        <nav aria-label="Range">
          <ul class="ranges">
            ${OVERVIEW_RANGES.map(({ id, label }) => html`<li><a href="?range=${id}" ${id === range.id && html` aria-current="page"`}>${label}</a></li>`)}
          </ul>
        </nav>
        <p class="state">
          <span id="link" data-state="still" role="status">Updated</span>
          <span id="updated">${localTime(figures.now, 'clock', timezone)}</span>
        </p>
        ${canSignOut && html`<form class="leave" method="post" action="sign-out"><button type="submit" class="plain">Sign out</button></form>`}
      </div>
    </header>
    ${overviewMain(view)}
    <footer class="foot">
      <p>
        Times in ${timezone}. Definitions of all figures: <a href="docs">API reference</a>,
        <code>GET /v1/catalogue</code>.
      </p>
    </footer>
    <script nonce="${nonce}">
      ${SafeHtml.trusted(REFRESH)};
    </script>`;
  const head = html`<noscript><meta http-equiv="refresh" content="5" /></noscript>`;
  return document({ title: `${range.title} · Callsight`, nonce, head, body });
}
