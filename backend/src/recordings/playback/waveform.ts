import type { Waveform } from '@callsight/contract/recordings';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { collect } from '../../storage/blobs/collect.js';
import { decodePeaks, waveform, type WaveformRange } from '../audio/peaks/peaks.js';
import type { Sound } from '../records/stored-recording.js';

const rounded = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/**
 * What a recording looks like in a range of time.
 * @returns undefined when its peaks are gone
 */
export async function waveformOf(
  sound: Extract<Sound, { status: 'ready' }>,
  blobs: Pick<BlobStore, 'get'>,
  range: WaveformRange,
): Promise<Waveform | undefined> {
  const reading = await blobs.get(sound.peaks);
  if (reading === undefined) return undefined;
  const peaks = waveform(decodePeaks(await collect(reading)), range);
  const channels = sound.channels.map(({ loudnessLufs, talkS }, index) => ({
    peaks: peaks[index] ?? [],
    loudness_lufs: loudnessLufs === null ? null : Math.round(loudnessLufs * 10) / 10,
    talk_s: rounded(talkS),
  }));
  const { durationS, silenceS, overlapS } = sound;
  return {
    channels,
    duration_s: rounded(durationS),
    overlap_s: overlapS === null ? null : rounded(overlapS),
    silence_s: rounded(silenceS),
  };
}
