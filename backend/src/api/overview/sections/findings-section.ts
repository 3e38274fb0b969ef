import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import type { Finding } from '../words/findings.js';

const SPOKEN = { good: 'Good: ', bad: 'Bad: ', neutral: '' } as const;

/** What the figures say, in sentences. */
export const findingsSection = (found: readonly Finding[]): SafeHtml =>
  html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title" class="unseen">Findings</h2>
    <ul class="findings">
      ${found.map(({ headline, rest, tone }) => html`<li class="${tone}"><span class="unseen">${SPOKEN[tone]}</span><strong>${headline}</strong> ${rest}</li>`)}
    </ul>
  </section>`;
