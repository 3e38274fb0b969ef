import type { EndReason } from './end-reason.js';
import { label } from './label.js';
import { present } from './present.js';

/** The part of `call.ended` that follows from the provider's reason, which is kept as it came. */
export function endedBecause(reason: string | undefined, meaning: EndReason): Record<string, unknown> {
  return present({
    ended_by: meaning.endedBy,
    // A delivery without a reason does not take back what another one says of the end.
    ended_by_assumed: reason === undefined ? true : undefined,
    reason: label(reason),
    outcome: meaning.outcome,
    errors: meaning.error === true ? 1 : undefined,
  });
}
