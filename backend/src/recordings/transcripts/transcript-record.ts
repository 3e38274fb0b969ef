import type { Millis } from '../../lib/time/units.js';

/** What is known of a transcript that is stored. */
export interface TranscriptRecord {
  /** Key of its file. */
  readonly blob: string;
  readonly language: string | null;
  readonly source: string;
  /** Whether it was sent by code, or came with a webhook. */
  readonly origin: 'code' | 'provider';
  readonly segments: number;
  readonly characters: number;
  readonly bytes: number;
  readonly masked: number;
  /** Whether the platform had taken personal data out of it. */
  readonly isScrubbed: boolean;
  /** Sorts a later report of the platform behind an earlier one. */
  readonly edition: number;
  readonly storedAt: Millis;
  /** Start of the call. */
  readonly startedAt: Millis;
}

/** A transcript that was deleted: what the platform sends of the call again is not stored any more. */
interface DeletedTranscript {
  readonly deletedAt: Millis;
  /** Start of the call. */
  readonly startedAt: Millis;
}

export type KnownTranscript = TranscriptRecord | DeletedTranscript;

export const isStored = (known: KnownTranscript | undefined): known is TranscriptRecord =>
  known !== undefined && 'blob' in known;

/** A transcript that was accepted, with its content, and is still to be stored. */
export interface WaitingTranscript {
  readonly record: TranscriptRecord;
  /** The encrypted content, in base64. */
  readonly sealed: string;
  readonly words: string;
}

/** What a platform says of the quality of a report, the most important first. */
const rankOf = ({ isScrubbed, characters, edition }: TranscriptRecord): readonly number[] => [
  isScrubbed ? 1 : 0,
  characters,
  edition,
];

/**
 * Whether a transcript takes the place of what is known: one from code always does, one of a platform never that of one from
 * code or of one that was deleted. Of two from platforms counts the scrubbed one, then the fuller one, then the later one,
 * in whatever order they come.
 */
export function replaces(next: TranscriptRecord, known: KnownTranscript | undefined): boolean {
  if (known === undefined || next.origin === 'code') return true;
  if (!isStored(known) || known.origin === 'code') return false;
  const [mine, theirs] = [rankOf(next), rankOf(known)];
  const at = mine.findIndex((value, index) => value !== theirs[index]);
  return at >= 0 && (mine[at] ?? 0) > (theirs[at] ?? 0);
}
