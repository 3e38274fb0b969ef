import type { FetchOutcomes } from '../recordings/fetch/fetch-outcomes.js';
import type { RecordingReading } from '../monitoring/service-metrics/service-readings.js';
import type { RecordStore } from '../recordings/records/record-store.js';
import type { ResumableUploads } from '../recordings/uploads/resumable-uploads.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';

interface Parts {
  readonly blobs: BlobStore;
  readonly records: RecordStore;
  readonly uploads: ResumableUploads;
  readonly outcomes: FetchOutcomes;
}

/** One that its provider lost is no reason to call somebody. */
const MIN_GIVEN_UP = 3;

/** What waits is counted so far; the count is read with every request of Prometheus. */
const MAX_COUNTED = 100_000;

/** Whether recordings come in, and what is counted of them. */
export function recordingStateOf({ blobs, records, uploads, outcomes }: Parts) {
  return {
    health: (): { readonly status: 'ok' | 'degraded'; readonly reason: string | undefined } => {
      if (blobs.state.status !== 'ok') return { status: 'degraded', reason: 'recordings cannot be stored (see blobs)' };
      const { fetched, givenUp } = outcomes.lastHour();
      if (givenUp < MIN_GIVEN_UP || givenUp <= fetched) return { status: 'ok', reason: undefined };
      const reason = `fetching was given up for ${givenUp} of ${givenUp + fetched} recordings of the last hour`;
      return { status: 'degraded', reason };
    },
    reading: async (): Promise<RecordingReading> => {
      const [waitingToFetch, waitingForSound, unfinished] = await Promise.all([
        records.waiting('fetch', undefined, MAX_COUNTED),
        records.waiting('sound', undefined, MAX_COUNTED),
        uploads.count(MAX_COUNTED),
      ]);
      return { ...outcomes.counts, waitingToFetch, waitingForSound, uploads: unfinished };
    },
  };
}
