import { setImmediate } from 'node:timers/promises';
import type { Event } from '../storage/ledger/event.js';
import { foldAppointment, type AppointmentRow } from './fold/appointment.js';
import { foldCall, type FoldRules } from './fold/call.js';
import type { FoldedCall } from './fold/call-row.js';
import { foldPayment, type PaymentRow } from './fold/payment.js';
import { foldSample, type SampleRow } from './fold/sample.js';
import { foldTouch, type TouchRow } from './fold/touch.js';

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
  readonly appointments: AppointmentRow[];
  readonly payments: PaymentRow[];
  readonly touches: TouchRow[];
}

/** Entities folded at a stretch, a few milliseconds; requests are served in between. */
const SLICE = 200;

const pushIf = <T>(rows: T[], row: T | undefined): void => {
  if (row !== undefined) rows.push(row);
};

/** Folds changed entities into the rows that take the place of theirs. A check or error of a call is a sample as well. */
export async function foldBatch(changed: readonly Foldable[], now: number, rules: FoldRules): Promise<Folded> {
  const folded: Folded = { calls: [], samples: [], appointments: [], payments: [], touches: [] };
  let done = 0;
  for (const { tenant, callId, events } of changed) {
    done += 1;
    if (done % SLICE === 0) await setImmediate();
    if (callId === undefined) {
      pushIf(folded.appointments, foldAppointment(tenant, events));
      pushIf(folded.payments, foldPayment(tenant, events));
    } else {
      pushIf(folded.calls, foldCall(tenant, callId, events, now, rules));
    }
    for (const event of events) {
      pushIf(folded.samples, foldSample(tenant, event));
      pushIf(folded.touches, foldTouch(tenant, event));
    }
  }
  return folded;
}
