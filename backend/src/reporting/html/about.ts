import { html } from '../../lib/html/html.js';
import type { SafeHtml } from '../../lib/html/safe-html.js';
import { aboutEntries } from '../document/about-entries.js';
import type { ReportDocument } from '../document/document.js';
import type { Words } from '../words/words.js';

/** What the report covers, how its numbers were checked and what its metrics mean. */
export function aboutMarkup(document: ReportDocument, words: Words): SafeHtml {
  const { about, titles } = words;
  return html`<section class="about">
    <h2>${titles.about}</h2>
    <dl>
      ${aboutEntries(document).map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${
      document.reconciliationText.length > 0 &&
      html`<h3>${about.reconciliation}</h3>
        <ul>
          ${document.reconciliationText.map((line) => html`<li>${line}</li>`)}
        </ul>`
    }
    ${
      document.limits.length > 0 &&
      html`<h3>${about.limits}</h3>
        <ul>
          ${document.limits.map((line) => html`<li>${line}</li>`)}
        </ul>`
    }
    ${
      document.definitions.length > 0 &&
      html`<h3>${about.definitions}</h3>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th>${about.metric}</th>
                <th>${about.meaning}</th>
              </tr>
            </thead>
            <tbody>
              ${document.definitions.map(
                ({ id, title, description }) =>
                  html`<tr>
                    <td>${title}<br /><small>${id}</small></td>
                    <td>${description}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`
    }
    <p class="note">${words.method}</p>
  </section>`;
}
