/** Tells one call, from its ring to its analysis. CALLSIGHT_URL=… CALLSIGHT_API_KEY=… node call.mjs */
import { CallsightClient } from '@callsight/client';

const client = new CallsightClient({
  url: process.env.CALLSIGHT_URL,
  key: process.env.CALLSIGHT_API_KEY,
  source: 'my-platform',
  onRejected: ({ message }, event) => console.error(`${event.type} was refused: ${message}`),
});

const call = client.call(`call-${Date.now()}`);
await call.started({
  direction: 'inbound',
  from: '+4930123456',
  to: '+4930999999',
  agent: { id: 'anna', version: '7' },
});
await call.answered({ by: 'agent' });
await call.turn({ index: 0, latency_ms: { e2e: 840, asr: 120, llm: 410, tts: 150, endpointing: 300 } });
await call.step('slot.offered');
await call.step('booking.confirmed', { slots: 3 });
await call.ended({ ended_by: 'caller', outcome: 'booked', cost: { total: '0.21', currency: 'EUR' } });
await call.analyzed({ success: true, sentiment: 'positive' });

console.log(await client.close());
