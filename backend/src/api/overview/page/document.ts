import { html, type Markup } from '../../../lib/html/html.js';
import { SafeHtml } from '../../../lib/html/safe-html.js';
import { STYLES } from './styles.js';

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

interface Document {
  readonly title: string;
  readonly nonce: string;
  readonly head?: Markup;
  readonly body: Markup;
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 28 28'%3E%3Crect width='28' height='28' rx='8' fill='%233538cd'/%3E%3Cpath d='M7.5 13.5v2M12 9.5v9M16.5 12v4M21 7.5v13' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

/** A whole page. Nothing comes from elsewhere: styles stand in it, under the nonce of the answer's policy. */
export const document = ({ title, nonce, head, body }: Document): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="${ICON}" />
        <style nonce="${nonce}">
          ${SafeHtml.trusted(STYLES)}
        </style>
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html> `.text;
