import { setImmediate } from 'node:timers/promises';
import type { Event } from '../events/event.js';
import { foldCall, type FoldRules } from '../fold/call.js';
import type { FoldedCall } from '../fold/call-row.js';
import { foldSample, type SampleRow } from '../fold/sample.js';

/** What is folded into rows: the events of one call under all its ids, or of what is no call. */
export interface Foldable {
  readonly tenant: string;
  /** Absent for what is no call. */
  readonly callId?: string;
  readonly events: readonly Event[];
}

interface Folded {
  readonly calls: FoldedCall[];
  readonly samples: SampleRow[];
}

/** Entities folded at a stretch, a few milliseconds; requests are served in between. */
const SLICE = 200;

/** Folds changed entities into the rows that take the place of theirs. A check or error of a call is a sample as well. */
export async function foldBatch(changed: readonly Foldable[], now: number, rules: FoldRules): Promise<Folded> {
  const calls: FoldedCall[] = [];
  const samples: SampleRow[] = [];
  let done = 0;
  for (const { tenant, callId, events } of changed) {
    done += 1;
    if (done % SLICE === 0) await setImmediate();
    const call = callId === undefined ? undefined : foldCall(tenant, callId, events, now, rules);
    if (call !== undefined) calls.push(call);
    for (const event of events) {
      const sample = foldSample(tenant, event);
      if (sample !== undefined) samples.push(sample);
    }
  }
  return { calls, samples };
}
