import type { Schedule } from '@callsight/contract/reports/schedule';
import { patienceOf } from '../../definitions/schedule-kind.js';
import { MINUTE_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';

/** A time that is noticed later than this was missed, also where the service ran: the machine slept, or stood still. */
const ON_TIME_MS = MINUTE_MS;

/** Missed times that are shown as skipped; of more, the latest. */
const MAX_SHOWN = 50;

/** What becomes of a planned time. */
export interface DueRun {
  readonly plannedAt: Millis;
  /** Why it does not run; undefined for one that does. */
  readonly skipped?: string;
}

const SKIPPED = 'the service did not run at the planned time';

/**
 * What becomes of the planned times of a schedule that have come, the oldest first. Missed ones follow the policy of the
 * schedule: `skip` runs none, `latest` the last one however late, `all` those within the grace time.
 * @param times epoch milliseconds, ascending
 * @param startedAt since when the service runs
 */
export function dueRuns(
  schedule: Pick<Schedule, 'missed' | 'grace'>,
  times: readonly Millis[],
  { startedAt, now }: { readonly startedAt: Millis; readonly now: Millis },
): DueRun[] {
  const isMissed = (at: Millis): boolean => at < startedAt || now - at > ON_TIME_MS;
  const { missed: policy = 'latest', grace } = schedule;
  const { graceMs } = patienceOf({ grace });
  const last = times.at(-1);
  const reasonOf = (at: Millis): string | undefined => {
    if (!isMissed(at)) return undefined;
    if (policy === 'skip') return `${SKIPPED}; missed runs are skipped`;
    if (policy === 'latest') return at === last ? undefined : `${SKIPPED}; only the latest missed run is made up for`;
    return now - at <= graceMs ? undefined : `${SKIPPED}, and the grace time is over`;
  };
  const due = times.map((plannedAt): DueRun => {
    const skipped = reasonOf(plannedAt);
    return skipped === undefined ? { plannedAt } : { plannedAt, skipped };
  });
  const notRun = due.filter(({ skipped }) => skipped !== undefined);
  const hidden = new Set(notRun.slice(0, Math.max(0, notRun.length - MAX_SHOWN)));
  return due.filter((one) => !hidden.has(one));
}
