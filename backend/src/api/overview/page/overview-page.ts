import { html } from '../../../lib/html/html.js';
import { SafeHtml } from '../../../lib/html/safe-html.js';
import { OVERVIEW_RANGES } from '../overview-range.js';
import { localTime } from '../words/local-time.js';
import { document } from './document.js';
import { MARK } from './mark.js';
import { overviewMain, type OverviewView } from './overview-main.js';
import { REFRESH } from './refresh.js';

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
