import type { Threshold, ThresholdInput } from '@callsight/contract/monitoring/threshold';

/** What is watched on a new installation. A tenant replaces any of it under the same id; docs/runbooks has a page for each. */
const INPUTS: readonly ThresholdInput[] = [
  {
    id: 'nobody-calls',
    title: 'Nobody calls',
    metric: 'calls.count',
    filters: [{ dimension: 'direction', op: '=', values: ['inbound'] }],
    kind: 'silence',
    component: 'telephony',
  },
  {
    id: 'more-calls',
    title: 'More calls than usual',
    metric: 'calls.offered',
    kind: 'usual',
    direction: 'above',
    severity: 'warning',
    component: 'telephony',
  },
  {
    id: 'fewer-calls',
    title: 'Fewer calls than usual',
    metric: 'calls.offered',
    kind: 'usual',
    direction: 'below',
    component: 'telephony',
  },
  {
    id: 'slow-agents',
    title: 'Agents answer slowly',
    metric: 'turns.latency.p95',
    groupBy: ['agent'],
    kind: 'usual',
    component: 'voice-agent',
  },
  {
    id: 'call-errors',
    title: 'Calls with errors',
    metric: 'calls.error_rate',
    groupBy: ['agent'],
    kind: 'usual',
    component: 'voice-agent',
  },
  {
    id: 'callers-give-up',
    title: 'Callers give up',
    metric: 'calls.abandonment_rate',
    kind: 'usual',
    component: 'voice-agent',
  },
  {
    id: 'fewer-bookings',
    title: 'Fewer bookings',
    metric: 'bookings.conversion_rate',
    kind: 'usual',
    direction: 'below',
    component: 'scheduling',
  },
  {
    id: 'phantom-bookings',
    title: 'Bookings that do not exist',
    metric: 'bookings.phantom_rate',
    kind: 'usual',
    component: 'scheduling',
  },
  {
    id: 'cost-per-call',
    title: 'Calls cost more',
    metric: 'calls.cost.mean',
    kind: 'usual',
    severity: 'warning',
    component: 'billing',
  },
  {
    id: 'lines-nearly-full',
    title: 'Lines nearly full',
    metric: 'calls.concurrency.max',
    kind: 'fixed',
    comparison: 'plain',
    direction: 'above',
    // How many lines there are, only their owner knows.
    limit: { warning: 40, critical: 48 },
    window: '5m',
    component: 'telephony',
    paused: true,
  },
  {
    id: 'lost-calls',
    title: 'Calls whose end was never reported',
    metric: 'calls.count',
    filters: [{ dimension: 'end_reason', op: '=', values: ['lost'] }],
    kind: 'usual',
    direction: 'above',
    severity: 'warning',
    component: 'telephony',
  },
  {
    // Two checks in a row need no statistics.
    id: 'component-down',
    title: 'A system is down',
    metric: 'health.failed_in_a_row',
    groupBy: ['component'],
    kind: 'fixed',
    comparison: 'plain',
    direction: 'above',
    limit: { critical: 1 },
    window: '5m',
  },
  {
    id: 'refused-events',
    title: 'Events are refused',
    metric: 'pipeline.quarantined',
    kind: 'fixed',
    comparison: 'plain',
    direction: 'above',
    limit: { warning: 20, critical: 500 },
    component: 'callsight',
  },
  {
    id: 'pipeline-lag',
    title: 'InfluxDB falls behind',
    metric: 'pipeline.lag',
    kind: 'fixed',
    comparison: 'plain',
    direction: 'above',
    limit: { warning: 60, critical: 300 },
    window: '5m',
    component: 'callsight',
  },
];

/**
 * Address of the page about a threshold, which the service itself answers.
 * @param publicUrl address of the service, without a slash at its end
 * @returns undefined for a threshold that is not built in
 */
export const runbookUrl = (publicUrl: string, id: string): string | undefined =>
  INPUTS.some((input) => input.id === id) ? `${publicUrl}/docs/runbooks/${id}` : undefined;

/** @param publicUrl address of the service, without a slash at its end */
export const builtInThresholds = (publicUrl: string): readonly Threshold[] =>
  INPUTS.map((input) => ({ ...input, runbook: `${publicUrl}/docs/runbooks/${input.id}`, version: 0 }));
