import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import type { Change } from '../words/change.js';

const ARROWS = { up: '▲', down: '▼', level: '' } as const;
const SPOKEN = { up: 'up ', down: 'down ', level: '' } as const;

/** How a value moved. Only good and bad have a colour; the arrow says the direction without it. */
export const changeBadge = ({ direction, tone, size }: Change): SafeHtml =>
  html`<span class="badge ${tone}"
    ><span aria-hidden="true">${ARROWS[direction]}</span><span class="unseen">${SPOKEN[direction]}</span> ${size}</span
  >`;
