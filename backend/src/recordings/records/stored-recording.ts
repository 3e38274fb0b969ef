import type { Millis } from '../../lib/time/units.js';

/** What tells recordings apart. A call may be told of under several ids; this is the one that the recording came with. */
export interface RecordingId {
  readonly tenant: string;
  readonly call: string;
  readonly name: string;
}

/** A file as it was stored. */
export interface StoredFile {
  /** Key of the blob. */
  readonly key: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly contentType: string;
  /** Epoch milliseconds. */
  readonly storedAt: Millis;
}

/** Where a provider has a recording, and how far fetching it is. */
export interface Announcement {
  readonly url: string;
  /** Epoch milliseconds. */
  readonly announcedAt: Millis;
  /** When the address ends, if that is known; epoch milliseconds. */
  readonly expiresAt?: Millis;
  readonly durationS?: number;
  readonly channels?: number;
  readonly attempts: number;
}

/** What the sound of a recording says. */
export type Sound =
  | { readonly status: 'pending' }
  | { readonly status: 'unavailable'; readonly reason: string }
  | {
      readonly status: 'ready';
      readonly durationS: number;
      readonly silenceS: number;
      /** null for one channel. */
      readonly overlapS: number | null;
      readonly channels: readonly { readonly loudnessLufs: number | null; readonly talkS: number }[];
      /** Key of the blob of the peaks. */
      readonly peaks: string;
    };

/**
 * - `announced`: a provider has it; it is to be fetched
 * - `stored`
 * - `failed`: fetching was given up
 * - `deleted`, `expired`: it was there; the provider's is not fetched again
 */
type RecordingState = 'announced' | 'stored' | 'failed' | 'deleted' | 'expired';

export interface StoredRecording extends RecordingId {
  readonly state: RecordingState;
  /** `upload`, or the provider. */
  readonly source: string;
  /** Begin of the call, from which on it is kept for so long; epoch milliseconds. */
  readonly callAt: Millis;
  readonly announcement?: Announcement;
  readonly file?: StoredFile;
  readonly sound?: Sound;
  /** Why it could not be fetched, in words. */
  readonly problem?: string;
  /** Of the next attempt to fetch it, or to read its sound; epoch milliseconds. */
  readonly nextAt?: Millis;
}

/** Files that belong to one recording lie side by side and have one id. */
export interface FileNames {
  readonly audio: string;
  readonly peaks: string;
  /** What is known of it, so that the files alone suffice to find it again. */
  readonly label: string;
}

/** Second part of the keys of blobs. */
export const RECORDINGS = 'recordings';

/** Id of the files of a recording, from the key of one of them: everything before the extension. */
export const stemOf = (key: string): string => key.slice(0, key.lastIndexOf('.'));

/** @param stem `tenant/recordings/2026-11/id` */
export const filesOf = (stem: string, extension: string): FileNames => ({
  audio: `${stem}.${extension}`,
  peaks: `${stem}.peaks`,
  label: `${stem}.json`,
});
