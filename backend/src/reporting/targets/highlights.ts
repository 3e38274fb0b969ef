import { changeText } from '../charts/change-mark.js';
import type { ReportDocument } from '../document/document.js';

/** Lines that a message has room for. */
const MAX_LINES = 12;

/** What a short message says of a report: its findings, and its key figures each on a line. */
export function highlights({ sections }: ReportDocument): { readonly findings: string[]; readonly figures: string[] } {
  const findings = sections.flatMap(({ content }) =>
    content?.type === 'findings' ? content.findings.map(({ headline, rest }) => `${headline} ${rest}`) : [],
  );
  const figures = sections.flatMap(({ content }) =>
    content?.type === 'kpis'
      ? content.tiles.map(({ title, figure, change }) =>
          `${title}: ${figure.text} ${change === undefined ? '' : changeText(change)}`.trim(),
        )
      : [],
  );
  return { findings: findings.slice(0, MAX_LINES), figures: figures.slice(0, MAX_LINES) };
}
