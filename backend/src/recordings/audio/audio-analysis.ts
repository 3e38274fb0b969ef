import type { Peaks } from './peaks/peaks.js';
import type { AudioFormat } from './sniff-audio.js';

/** What the sound of one channel says. Who speaks on it is not known here. */
export interface ChannelAnalysis {
  /** Integrated loudness of this channel alone, in LUFS; null where it is silent or shorter than 0.4 s. */
  readonly loudnessLufs: number | null;
  /** Seconds in which somebody talks. */
  readonly talkS: number;
  /** How often who speaks here interrupted the other channel; null unless there are two. */
  readonly interruptions: number | null;
}

/** What the sound of a recording says. */
export interface AnalysedAudio {
  readonly status: 'analysed';
  readonly format: AudioFormat;
  /** Samples a second, as they were decoded. */
  readonly sampleRate: number;
  readonly durationS: number;
  /** Integrated loudness of all channels together, in LUFS; null where they are silent or shorter than 0.4 s. */
  readonly loudnessLufs: number | null;
  readonly channels: readonly ChannelAnalysis[];
  /** Seconds in which nobody talks. */
  readonly silenceS: number;
  readonly longestSilenceS: number;
  /** Seconds in which both channels talk; null unless there are two. */
  readonly overlapS: number | null;
  /** Interruptions of either by the other; null unless there are two. */
  readonly interruptions: number | null;
  readonly peaks: Peaks;
}

/** A recording that cannot be analysed; it is stored and played nevertheless. */
interface UnsupportedAudio {
  readonly status: 'unsupported';
  /** As people read it. */
  readonly reason: string;
}

export type AudioAnalysis = AnalysedAudio | UnsupportedAudio;
