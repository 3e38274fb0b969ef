import fc from 'fast-check';
import { admit } from '../../../src/ingest/events/admission.js';
import { CallerIdentities } from '../../../src/ingest/callers/caller.js';
import type { Event } from '../../../src/storage/ledger/event.js';
import { foldCall } from '../../../src/projection/fold/call.js';
import { unfoldCall } from '../../../src/projection/fold/unfold.js';
import { randomEvents } from '../../stories/random-events.js';
import type { CallEvent } from '../../support/events/event.js';

const NOW = Date.parse('2026-05-05T12:00:00Z');
const RULES = { lostAfter: 4 * 3_600_000_000, attributes: ['plan'] };
const identities = new CallerIdentities({ secret: 'tests', keepNumbers: false });

/** Events as the ledger keeps them, by call. */
function callsOf(events: readonly CallEvent[]): Map<string, Event[]> {
  const calls = new Map<string, Event[]>();
  for (const offered of events) {
    const verdict = admit(offered, NOW + 30 * 86_400_000, { clockSkewMs: 0, attributes: ['plan'], identities });
    if (!('event' in verdict)) throw new Error(JSON.stringify(verdict));
    calls.set(offered.subject, [...(calls.get(offered.subject) ?? []), verdict.event]);
  }
  return calls;
}

it('folds the events that were made from a row into the same row and the same turns', () => {
  let folded = 0;
  fc.assert(
    fc.property(randomEvents((NOW - 4 * 86_400_000) * 1_000, 20), fc.integer({ min: -6, max: 6 }), (events, days) => {
      const now = (NOW + days * 86_400_000) * 1_000;
      for (const [id, own] of callsOf(events)) {
        const row = foldCall('main', id, own, now, RULES);
        if (row === undefined) continue;
        const again = foldCall('main', id, unfoldCall(row.call, row.turns), now, RULES);
        expect(again?.call).toEqual(row.call);
        expect(again?.turns).toEqual(row.turns);
        folded += 1;
      }
    }),
    { seed: 20_261_122, numRuns: 100 },
  );
  expect(folded).toBeGreaterThan(300);
});
