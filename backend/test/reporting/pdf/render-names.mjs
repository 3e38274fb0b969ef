import { readFileSync } from 'node:fs';
import { reportPage } from '../../../dist/reporting/html/page.js';
import { renderPdf } from '../../../dist/reporting/pdf/render-pdf.js';

/** Renders a report with a table of the names that stand on standard input as JSON. */
const names = JSON.parse(readFileSync(0, 'utf8'));
const figure = (value) => ({ value, text: String(value), change: undefined });
const at = Date.UTC(2026, 10, 27, 5);
const document = {
  id: 'names',
  version: 1,
  title: 'Names',
  account: 'Nordlicht',
  branding: undefined,
  locale: 'en-GB',
  language: 'en',
  timezone: 'Europe/Berlin',
  period: { from: at, to: at + 86_400_000, text: '27 November 2026' },
  comparison: undefined,
  plannedAt: at,
  generated: { at, text: '27 Nov 2026, 06:00' },
  dataUpTo: { at, text: '27 Nov 2026, 06:00' },
  filters: [],
  sections: [
    {
      kind: 'table',
      title: 'Agents',
      subtitle: undefined,
      note: undefined,
      state: 'ok',
      reason: undefined,
      content: {
        type: 'table',
        columns: [
          { title: 'Agent', align: 'left', max: undefined },
          { title: 'Calls', align: 'right', max: 12 },
        ],
        rows: names.map((name) => [{ value: name, text: name, change: undefined }, figure(12)]),
      },
      tables: [],
      queries: [],
      limits: [],
    },
  ],
  definitions: [],
  reconciliation: [],
  reconciliationText: [],
  isEmpty: false,
  isIncomplete: false,
  limits: [],
  serviceVersion: '0.1.0',
};
const { body, notes } = renderPdf(document);
process.stdout.write(JSON.stringify({ pdf: Buffer.from(body).toString('base64'), html: reportPage(document), notes }));
