import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import type { Result } from '../figures/figures.js';

interface Card {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly legend?: Markup;
}

/** A framed section; the script swaps it by its id. If its figures could not be had, it says so instead. */
export function card<T>({ id, title, note, legend }: Card, result: Result<T>, show: (data: T) => Markup): SafeHtml {
  return html`<section id="${id}" class="card" aria-labelledby="${id}-title">
    <div class="card-head">
      <h2 id="${id}-title">${title}</h2>
      ${note !== undefined && html`<p class="note">${note}</p>`} ${legend}
    </div>
    ${'data' in result ? show(result.data) : html`<p class="failed" role="status"><strong>This could not be answered.</strong> ${result.failure}</p>`}
  </section>`;
}
