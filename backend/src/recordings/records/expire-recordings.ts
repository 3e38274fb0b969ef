import { DAY_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';
import type { RecordStore } from './record-store.js';
import { RecordingRefused } from './recording-refused.js';
import type { Recordings } from './recordings.js';
import type { StoredRecording } from './stored-recording.js';

/** How many days recordings are kept after their calls; undefined is for good. */
export type DaysKept = (recording: Pick<StoredRecording, 'tenant' | 'source'>) => number | undefined;

/**
 * Deletes recordings of calls that are too old, but for those under legal hold.
 * @param now epoch milliseconds
 * @returns how many
 */
export async function expireRecordings(
  { records, recordings }: { readonly records: RecordStore; readonly recordings: Recordings },
  daysKept: DaysKept,
  now: Millis,
  signal: AbortSignal,
): Promise<number> {
  let expired = 0;
  for await (const page of records.all()) {
    for (const recording of page) {
      if (signal.aborted) return expired;
      const days = daysKept(recording);
      const isOld = days !== undefined && recording.callAt < now - days * DAY_MS;
      if (!isOld || recording.state === 'deleted' || recording.state === 'expired') continue;
      expired += (await isExpired(recordings, recording)) ? 1 : 0;
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
