/**
 * Makes spans and metrics with the real SDK, named as LiveKit Agents names them, and sends the events to a running
 * Callsight. CALLSIGHT_URL=… CALLSIGHT_API_KEY=… node check.mjs
 */
import assert from 'node:assert/strict';
import { context, trace } from '@opentelemetry/api';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { CallsightClient } from '@callsight/client';
import { CallSpans } from './call-spans.mjs';
import { MetricSamples } from './metric-samples.mjs';

const sent = [];
const client = new CallsightClient({
  url: process.env.CALLSIGHT_URL,
  key: process.env.CALLSIGHT_API_KEY,
  source: 'opentelemetry-check',
  fetch: (url, request) => {
    sent.push(...JSON.parse(request.body));
    return fetch(url, request);
  },
});
const provider = new NodeTracerProvider({ spanProcessors: [new CallSpans(client, { book: 'booking.confirmed' })] });
const tracer = provider.getTracer('check');

/** Starts a span, runs what happens in it, and ends it. */
function span(name, attributes, inside, parent) {
  const started = tracer.startSpan(name, { attributes }, parent);
  inside?.(trace.setSpan(context.active(), started));
  started.end();
}

const llm = { 'gen_ai.operation.name': 'chat', 'gen_ai.conversation.id': 'RM_check' };
span('agent_session', {}, (session) => {
  // A greeting is no turn.
  span(
    'agent_turn',
    { 'lk.interrupted': false },
    (turn) => span('tts_node', { 'lk.response.ttfb': 0.1 }, undefined, turn),
    session,
  );
  for (const interrupted of [true, false]) {
    span('user_turn', { 'lk.transcription_delay': 120, 'lk.end_of_turn_delay': 550 }, undefined, session);
    span(
      'agent_turn',
      { 'lk.interrupted': interrupted, 'lk.e2e_latency': 1.1 },
      (turn) => {
        span('llm_request', { ...llm, 'gen_ai.response.time_to_first_chunk': 0.31 }, undefined, turn);
        span('function_tool', { 'gen_ai.tool.name': 'book' }, undefined, turn);
        span('tts_node', { 'lk.response.ttfb': 0.14 }, undefined, turn);
      },
      session,
    );
  }
  // The answer to a tool's result.
  span('agent_turn', { 'lk.interrupted': false, 'lk.e2e_latency': 4 }, undefined, session);
});
await client.call('RM_check').ended({ ended_by: 'caller' });

const reader = new PeriodicExportingMetricReader({
  exporter: new MetricSamples(client),
  exportIntervalMillis: 3_600_000,
});
const meters = new MeterProvider({ readers: [reader] });
const meter = meters.getMeter('check');
meter.createCounter('calls.transferred').add(3, { queue: 'sales' });
meter.createHistogram('gen_ai.server.time_to_first_token', { unit: 's' }).record(0.3, { 'gen_ai.request.model': 'm' });
await meters.shutdown();
await provider.shutdown();

const turns = sent.filter(({ type }) => type === 'call.turn');
const latency = { asr: 120, endpointing: 550, e2e: 1_100, llm: 310, tts: 140 };
assert.deepEqual(
  turns.map(({ subject, data }) => [subject, data]),
  [true, false].map((interrupted, index) => ['RM_check', { index, latency_ms: latency, interrupted }]),
);
assert.equal(sent.filter(({ type }) => type === 'funnel.step').length, 2);
const samples = sent.filter(({ type }) => type === 'metric.sample').map(({ data }) => [data.metric, data.value]);
assert.deepEqual(samples, [
  ['calls.transferred', 3],
  ['gen_ai.server.time_to_first_token.count', 1],
  ['gen_ai.server.time_to_first_token.sum', 0.3],
]);
const report = await client.close();
console.log(report);
// Two turns, two steps, the end of the call, three samples.
assert.deepEqual(report, { accepted: 8, duplicates: 0, rejected: 0, dropped: 0, left: 0 });
