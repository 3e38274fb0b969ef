import { setImmediate } from 'node:timers/promises';
import type { Event } from '../events/event.js';
import { foldCall, type FoldRules } from '../fold/call.js';
import type { FoldedCall } from '../fold/call-row.js';
import { foldSample, type SampleRow } from '../fold/sample.js';
import { callEntity } from '../ledger/entity.js';
import type { Dirty } from '../ledger/outbox.js';

const CALL_PREFIX = callEntity('');

/** A changed entity with all its events. */
export interface ChangedEntity {
  readonly dirty: Dirty;
  readonly events: readonly Event[];
}

interface Folded {
  readonly calls: FoldedCall[];
  readonly samples: SampleRow[];
}

/** Entities folded at a stretch, a few milliseconds; requests are served in between. */
const SLICE = 200;

/** Folds changed entities into the rows that take the place of theirs. A check or error of a call is a sample as well. */
export async function foldBatch(changed: readonly ChangedEntity[], now: number, rules: FoldRules): Promise<Folded> {
  const calls: FoldedCall[] = [];
  const samples: SampleRow[] = [];
  let done = 0;
  for (const { dirty, events } of changed) {
    done += 1;
    if (done % SLICE === 0) await setImmediate();
    const { tenant, entity } = dirty;
    if (entity.startsWith(CALL_PREFIX)) {
      const call = foldCall(tenant, entity.slice(CALL_PREFIX.length), events, now, rules);
      if (call !== undefined) calls.push(call);
    }
    for (const event of events) {
      const sample = foldSample(tenant, event);
      if (sample !== undefined) samples.push(sample);
    }
  }
  return { calls, samples };
}
