import { phoneCall } from '../../../support/events/call.js';

/** The day of the calls below. */
export const DAY = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' } as const;
export const NOW = Date.parse('2026-03-04T12:00:00Z');

/** Two hours of it, in which all of them lie. */
export const MORNING = { from: '2026-03-03T09:00:00Z', to: '2026-03-03T11:00:00Z' } as const;

const eur = (total: string) => ({ cost: { total, currency: 'EUR' } });

/**
 * Anna answers two calls in the queue `sales` after 4 and 8 s, which cost 1.50 and 0.50 EUR; the first is a success, the
 * second is handed over. Ben's caller, in no queue, gives up after 30 s; nobody says what that costs.
 */
export const CALLS = [
  ...phoneCall({
    id: 'a1',
    start: '2026-03-03T09:10:00Z',
    agent: 'anna',
    started: { queue: 'sales' },
    answered: 4,
    ended: 64,
    end: eur('1.50'),
    analyzed: { success: true },
    turns: [{ at: 10, latency_ms: { e2e: 800 } }],
  }),
  ...phoneCall({
    id: 'a2',
    start: '2026-03-03T10:40:00Z',
    agent: 'anna',
    started: { queue: 'sales' },
    answered: 8,
    ended: 38,
    end: eur('0.50'),
    transfer: 'human',
    analyzed: { success: false },
  }),
  ...phoneCall({ id: 'b1', start: '2026-03-03T10:20:00Z', agent: 'ben', ended: 30 }),
];

/** A call that costs 3 US dollars. */
export const IN_DOLLARS = phoneCall({
  id: 'u1',
  start: '2026-03-03T09:50:00Z',
  agent: 'ben',
  answered: 2,
  ended: 20,
  end: { cost: { total: '3.00', currency: 'USD' } },
});

/** The day before: one call of Anna. */
export const DAY_BEFORE = phoneCall({
  id: 'p1',
  start: '2026-03-02T09:30:00Z',
  agent: 'anna',
  started: { queue: 'sales' },
  answered: 5,
  ended: 25,
  end: eur('2.00'),
});
