import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';

/** A command to copy; the button shows itself only where there is a script to serve it. */
const command = (id: string, text: string): SafeHtml =>
  html`<div class="command">
    <pre id="${id}" tabindex="0"><code>${text}</code></pre>
    <button type="button" class="copy" data-copy="${id}" hidden>Copy</button>
  </div>`;

/** The clock of the reader's machine gives the time, so that the command stays right and does not change under the cursor. */
const firstEvent = (address: string): string => `curl ${address}/v1/events \\
  -H "Authorization: Bearer $CALLSIGHT_API_KEY" \\
  -H "Content-Type: application/cloudevents+json" \\
  -d '{
    "specversion": "1.0", "id": "first-event", "source": "my-agent",
    "type": "call.started", "subject": "my-first-call",
    "time": "'$(date -u +%Y-%m-%dT%H:%M:%SZ)'",
    "data": { "direction": "inbound",
              "agent": { "id": "reception", "name": "Reception" } }
  }'`;

/** What is shown instead of all figures before the first call. */
export function firstStepsSection(address: string, isArriving: boolean): SafeHtml {
  return html`<section id="first-steps" class="card welcome" aria-labelledby="first-steps-title">
    <svg class="welcome-art" width="120" height="72" viewBox="0 0 120 72" aria-hidden="true">
      <line class="grid" x1="0" x2="120" y1="24" y2="24" />
      <line class="grid" x1="0" x2="120" y1="47" y2="47" />
      <line class="ground" x1="0" x2="120" y1="70" y2="70" />
      <rect class="ghost" x="6" y="50" width="12" height="20" rx="3" />
      <rect class="ghost" x="30" y="40" width="12" height="30" rx="3" />
      <rect class="ghost" x="54" y="44" width="12" height="26" rx="3" />
      <rect class="ghost" x="78" y="26" width="12" height="44" rx="3" />
      <rect class="answered" x="102" y="8" width="12" height="62" rx="3" />
    </svg>
    <h1 id="first-steps-title">${isArriving ? 'The first events are being taken in' : 'Waiting for the first call'}</h1>
    <p class="lead">
      ${isArriving ? 'This page fills in a moment.' : 'As soon as an event arrives, this page fills by itself. There is nothing to reload.'}
    </p>
    <ol class="steps">
      <li>
        <h2>Send an event</h2>
        <p>A call begins. Put a key with the scope <code>ingest</code> into <code>CALLSIGHT_API_KEY</code> first.</p>
        ${command('send-event', firstEvent(address))}
      </li>
      <li>
        <h2>Or look at made-up calls</h2>
        <p>Two weeks of a firm whose phone agents answer for it.</p>
        ${command('simulate', `npx callsight simulate --url ${address} --days 14`)}
      </li>
      <li>
        <h2>Connect your voice platform</h2>
        <p>
          Point the webhooks of Vapi or Retell at <code>${address}/v1/webhooks/vapi</code> or <code>/retell</code>.
          Everything else is in the <a href="docs">API reference</a>.
        </p>
      </li>
    </ol>
  </section>`;
}
