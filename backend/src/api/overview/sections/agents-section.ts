import type { AgentRow, OverviewFigures } from '../figures/figures.js';
import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { formatValue } from '../../../lib/text/format-value.js';
import { nameOf } from '../format/names.js';
import { card } from './card.js';

const METRICS = [
  'calls.count',
  'calls.answer_rate',
  'calls.success_rate',
  'turns.latency.p95',
  'calls.duration.mean',
  'calls.cost.mean',
];

/** Money of several currencies stands side by side; it is never added up. */
function shown({ cells }: AgentRow, metric: string): string {
  const values = cells.get(metric) ?? [];
  const known = values.filter(({ value }) => value !== null);
  return known.length === 0 ? '–' : known.map(({ value, unit }) => formatValue(value, unit)).join(' + ');
}

const callsOf = ({ cells }: AgentRow): number => cells.get('calls.count')?.[0]?.value ?? 0;

function row(agent: AgentRow, max: number): SafeHtml {
  const id = agent.id === '' ? 'no id' : agent.id;
  return html`<tr role="row">
    <th scope="row" role="rowheader">
      <span class="agent">${agent.name ?? id}</span
      >${agent.name !== undefined && html`<span class="agent-id">${id}</span>`}
    </th>
    ${METRICS.map(
      (metric, index) =>
        html`<td role="cell" data-label="${nameOf(metric)}">
          <span>${shown(agent, metric)}</span>${
            index === 0 &&
            html`<svg class="load" width="72" height="6" aria-hidden="true">
              <rect class="track" width="72" height="6" rx="3" />
              <rect class="answered" width="${((callsOf(agent) / max) * 72).toFixed(1)}" height="6" rx="3" />
            </svg>`
          }
        </td>`,
    )}
  </tr>`;
}

function table(agents: readonly AgentRow[]): SafeHtml {
  if (agents.length === 0) return html`<p class="nothing">No calls in this range.</p>`;
  const max = Math.max(...agents.map(callsOf), 1);
  return html`<div class="scroll" data-scroll="agents" role="region" aria-labelledby="agents-title" tabindex="0">
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">Agent</th>
          ${METRICS.map((metric) => html`<th scope="col" role="columnheader">${nameOf(metric)}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${agents.map((agent) => row(agent, max))}
      </tbody>
    </table>
  </div>`;
}

/** The agents beside each other, the busiest first. */
export function agentsSection({ agents }: OverviewFigures): SafeHtml {
  const count = 'data' in agents ? agents.data.length : 0;
  const note = count === 0 ? undefined : `${count} ${count === 1 ? 'agent' : 'agents'}, by calls`;
  return card({ id: 'agents', title: 'Agents', ...(note === undefined ? {} : { note }) }, agents, table);
}
