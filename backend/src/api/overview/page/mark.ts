import { html } from '../../../lib/html/html.js';

/** The sign of Callsight. */
export const MARK = html`<svg class="mark" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
  <rect class="mark-ground" width="28" height="28" rx="8" />
  <g class="mark-bars">
    <rect x="6" y="12" width="3" height="5" rx="1.5" />
    <rect x="10.5" y="8" width="3" height="12" rx="1.5" />
    <rect x="15" y="10.5" width="3" height="7" rx="1.5" />
    <rect x="19.5" y="6" width="3" height="16" rx="1.5" />
  </g>
</svg>`;
