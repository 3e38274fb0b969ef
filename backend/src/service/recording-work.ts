import { daysKept } from '../config/recordings.js';
import type { Announcements, ToldCall } from '../recordings/fetch/announcements.js';
import type { Fetcher } from '../recordings/fetch/fetcher.js';
import { expireRecordings } from '../recordings/records/expire-recordings.js';
import type { KnownCalls } from '../recordings/records/known-calls.js';
import type { RecordStore } from '../recordings/records/record-store.js';
import type { Recordings } from '../recordings/records/recordings.js';
import { sweepRecordings } from '../recordings/records/sweep-recordings.js';
import type { SoundReader } from '../recordings/sound/read-sound.js';
import type { ResumableUploads } from '../recordings/uploads/resumable-uploads.js';
import { sweepUploads } from '../recordings/uploads/sweep-uploads.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import type { ServiceContext } from './context.js';

interface Parts {
  readonly blobs: BlobStore;
  readonly knownCalls: KnownCalls;
  readonly records: RecordStore;
  readonly recordings: Recordings;
  readonly uploads: ResumableUploads;
  readonly announcements: Announcements;
  readonly fetcher: Fetcher;
  readonly soundReader: SoundReader;
}

export type RecordingWork = ReturnType<typeof recordingWorkOf>;

/** What is done with recordings now and then; each is also done on its own in tests. */
export function recordingWorkOf({ config, clock, log }: ServiceContext, parts: Parts) {
  const { blobs, knownCalls, records, recordings, uploads, announcements, fetcher, soundReader } = parts;
  /** Begins what is due. */
  const tick = async (): Promise<void> => {
    soundReader.tick();
    await fetcher.tick();
  };
  return {
    tick,
    wake: (): void => {
      tick().catch((error: unknown) => log.warn({ err: error }, 'recordings cannot be looked after at present'));
    },
    /** Resolves when nothing is being fetched, and no sound is due. */
    idle: async (): Promise<void> => {
      await tick();
      await fetcher.idle();
      await soundReader.idle();
    },
    /** Resolves when no sound is due to be read. */
    heard: (): Promise<void> => soundReader.idle(),
    /** Sees what calls announce. */
    note: (calls: readonly ToldCall[]): Promise<number> => announcements.note(calls),
    settleUploads: (): Promise<void> => uploads.settle(),
    /** @returns how many */
    expire: (signal: AbortSignal): Promise<number> =>
      expireRecordings(
        { records, recordings },
        {
          daysKept: (recording) => daysKept(config, recording),
          daysRemembered: config.ledger.rawRetentionDays + 1,
        },
        clock(),
        signal,
      ),
    sweep: async (signal: AbortSignal) => {
      await sweepUploads(blobs, uploads, clock(), signal);
      return sweepRecordings({ records, blobs, log }, clock(), signal);
    },
    /** Whether a call is under legal hold. */
    isHeld: async (tenant: string, call: string): Promise<boolean> => {
      const ids = (await knownCalls.find(tenant, call))?.ids ?? [call];
      return (await recordings.holdOn({ tenant, ids })) !== undefined;
    },
    /** Leaves nothing of recordings and uploads of calls. */
    erase: async (tenant: string, ids: Iterable<string>): Promise<void> => {
      for (const id of ids) {
        await uploads.erase(tenant, id);
        await recordings.erase(tenant, id);
      }
    },
  };
}
