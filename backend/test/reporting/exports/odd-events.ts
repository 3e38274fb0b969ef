import { phoneCall } from '../../support/events/call.js';
import { event } from '../../support/events/event.js';

/** When the exports are made. */
export const NOW = Date.UTC(2026, 10, 1);
/** With the end of summer time in it. */
export const RANGE = { from: '2026-10-24T00:00:00Z', to: '2026-10-27T00:00:00Z', timezone: 'Europe/Berlin' };
/** Longer as JSON than a cell of a workbook. */
export const MANY_TAGS = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [`tag${index}`, 'x'.repeat(1_000)]),
);
export const LONG_TEXT = 'x'.repeat(16_000);

/** Calls and what belongs to them that are hard to write into a file. */
export const EVENTS = [
  ...phoneCall({
    id: '00123',
    start: '2026-10-25T00:30:00Z',
    answered: 3,
    ended: 3 + 30 * 3_600,
    caller: '+4930901820',
    turns: [{ latency_ms: { e2e: 812.5, llm: 400 } }, { latency_ms: {}, interrupted: true }],
    end: { cost: { total: '0.0375', currency: 'EUR', components: { llm: '0.01' } } },
    analyzed: { summary: '=HYPERLINK("http://evil.example","x")', success: true, sentiment: -0.5, topics: ['a', 'b'] },
  }),
  // The same wall time, an hour later.
  ...phoneCall({
    id: 'call,"two"',
    start: '2026-10-25T01:30:00.25Z',
    answered: 1.258,
    ended: 63,
    caller: '+14155550100',
    end: { cost: { total: '12', currency: 'JPY' } },
    analyzed: { summary: 'line\r\nanother, "quoted" ä 日本 😀 <b>&amp;</b> _x0041_' },
  }),
  ...phoneCall({ id: 'call-3', start: '2026-10-26T08:00:00Z', ended: 9, analyzed: { summary: LONG_TEXT } }),
  ...phoneCall({ id: 'outside', start: '2026-10-28T08:00:00Z', ended: 9 }),
  event('appointment.scheduled', '2026-10-25T00:31:00Z', {
    appointment_id: 'a1',
    call_id: '00123',
    starts_at: '2026-12-01T09:00:00Z',
    price: '80.5',
    currency: 'EUR',
  }),
  event('payment.succeeded', '2026-10-25T00:40:00Z', {
    payment_id: 'p1',
    amount: '80.50',
    currency: 'EUR',
    call_id: '00123',
  }),
  event('touch.recorded', '2026-10-24T12:00:00Z', {
    source: 'google',
    medium: 'cpc',
    caller: { phone: '+4930901820' },
  }),
  event('metric.sample', '2026-10-25T10:00:00Z', { metric: 'queue.length', value: 0.00001, tags: MANY_TAGS }),
];
