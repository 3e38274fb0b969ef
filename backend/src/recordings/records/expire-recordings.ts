import { DAY_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';
import type { RecordStore } from './record-store.js';
import { RecordingRefused } from './recording-refused.js';
import type { Recordings } from './recordings.js';
import type { StoredRecording } from './stored-recording.js';

interface Rules {
  /** How many days recordings are kept after their calls; undefined is for good. */
  readonly daysKept: (recording: Pick<StoredRecording, 'tenant' | 'source'>) => number | undefined;
  /** How many days it is remembered that one was deleted: as long as an event may announce it again. */
  readonly daysRemembered: number;
}

/**
 * Deletes recordings of calls that are too old, but for those under legal hold, and forgets those that were deleted long ago.
 * @param now epoch milliseconds
 * @returns how many
 */
export async function expireRecordings(
  { records, recordings }: { readonly records: RecordStore; readonly recordings: Recordings },
  { daysKept, daysRemembered }: Rules,
  now: Millis,
  signal: AbortSignal,
): Promise<number> {
  let expired = 0;
  for await (const page of records.all()) {
    for (const recording of page) {
      if (signal.aborted) return expired;
      const isGone = recording.state === 'deleted' || recording.state === 'expired';
      const days = isGone ? daysRemembered : daysKept(recording);
      if (days === undefined || recording.callAt >= now - days * DAY_MS) continue;
      if (isGone) await recordings.forget(recording);
      else expired += (await isExpired(recordings, recording)) ? 1 : 0;
    }
  }
  return expired;
}

async function isExpired(recordings: Recordings, recording: StoredRecording): Promise<boolean> {
  try {
    await recordings.remove({ ids: [recording.call] }, recording, 'expired');
    return true;
  } catch (error) {
    if (error instanceof RecordingRefused) return false;
    throw error;
  }
}
