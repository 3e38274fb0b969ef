import type { Operation } from '../../storage/kv/store.js';
import type { MappedTranscript } from '../providers/facts/transcript.js';

/** Keeps what was said in calls, where the configuration says so. */
export interface TranscriptKeeper {
  /**
   * Masks and encrypts what was said.
   * @returns the writes that keep it until it is stored; they are part of the batch that accepts the webhook
   */
  keep(tenant: string, source: string, transcript: MappedTranscript): Promise<readonly Operation[]>;
  /** What was kept is durable, and can be stored. */
  wake(): void;
}
