import type { Recording } from '@callsight/contract/recordings';
import { isoOf } from '../../lib/time/iso.js';
import type { StoredRecording } from '../records/stored-recording.js';

const WAVEFORM = { pending: 'pending', ready: 'ready', unavailable: 'unavailable' } as const;

function soundOf({ sound, announcement }: StoredRecording): Pick<Recording, 'duration_s' | 'channels' | 'waveform'> {
  const isRead = sound?.status === 'ready';
  const duration = isRead ? sound.durationS : announcement?.durationS;
  const channels = isRead ? sound.channels.length : announcement?.channels;
  return {
    ...(duration !== undefined && { duration_s: Math.round(duration * 1_000) / 1_000 }),
    ...(channels !== undefined && { channels }),
    ...(sound !== undefined && { waveform: WAVEFORM[sound.status] }),
  };
}

/** A recording as it is shown: not where the provider has it, nor where its file lies. */
export function shownRecording(recording: StoredRecording): Recording {
  const { name, state, source, file, sound, problem, nextAt } = recording;
  const why = sound?.status === 'unavailable' ? sound.reason : problem;
  return {
    name,
    // Those that were deleted are not shown.
    state: state === 'announced' || state === 'failed' ? state : 'stored',
    source,
    ...(file !== undefined && {
      content_type: file.contentType,
      bytes: file.bytes,
      sha256: file.sha256,
      stored_at: isoOf(file.storedAt),
    }),
    ...soundOf(recording),
    ...(why !== undefined && { problem: why }),
    ...(state === 'announced' && nextAt !== undefined && { next_attempt_at: isoOf(nextAt) }),
  };
}
