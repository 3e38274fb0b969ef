import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import type { PipelineState } from '../pipeline-state.js';
import { formatValue } from '../../../lib/text/format-value.js';
import { localTime } from '../../../lib/time/local-time-text.js';
import { card } from './card.js';

interface Line {
  readonly name: string;
  readonly value: Markup;
}

function status({ isReady, failure, failed }: PipelineState): { tone: string; text: string } {
  if (!isReady) return { tone: 'bad', text: 'Not taking events' };
  if (failure !== undefined) return { tone: 'bad', text: 'Rows cannot be written' };
  return failed > 0
    ? { tone: 'bad', text: `${formatValue(failed, 'short')} calls could not be written` }
    : { tone: 'good', text: 'Ready' };
}

function refusedHint({ refused }: PipelineState, timezone: string): Markup {
  if (refused === undefined) return html`<p class="hint">Nothing in quarantine.</p>`;
  if (refused === 'unreadable')
    return html`<p class="hint warn"><strong>The quarantine cannot be read</strong> at present.</p>`;
  const at = localTime(Date.parse(refused.receivedAt), 'date-time', timezone);
  return html`<p class="hint warn">
    <strong>In quarantine:</strong> latest ${at}, <code>${refused.code}</code> ${refused.message}. All of them:
    <code>GET /v1/quarantine</code>
  </p>`;
}

/** State of the way from an event to its row. */
export function pipelineSection(state: PipelineState, timezone: string): SafeHtml {
  const count = (value: number): string => formatValue(value, 'short');
  const lines: Line[] = [
    { name: 'Events accepted', value: count(state.accepted) },
    { name: 'Duplicates ignored', value: count(state.duplicates) },
    { name: 'Refused', value: count(state.rejected) },
    { name: 'Waiting for the disk', value: count(state.waiting) },
    { name: 'Calls to be updated', value: count(state.pending) },
    {
      name: 'Rows last written',
      value: state.lastDeliveredAt === 0 ? 'not yet' : localTime(state.lastDeliveredAt, 'clock', timezone),
    },
  ];
  const { tone, text } = status(state);
  const badge = html`<span class="badge ${tone} lamp"><span aria-hidden="true">●</span> ${text}</span>`;
  return card(
    { id: 'pipeline', title: 'Pipeline', note: 'since this service started', legend: badge },
    { data: state },
    () =>
      html`<dl class="facts">
          ${lines.map(
            ({ name, value }) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
        ${refusedHint(state, timezone)}`,
  );
}
