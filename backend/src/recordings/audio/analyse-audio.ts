import { interruptionsBy, overlapOf, silenceOf } from './analysis/conversation.js';
import { integratedLoudness, LoudnessMeter, programmeLoudness } from './analysis/loudness.js';
import { PeaksMeter } from './analysis/peaks-meter.js';
import { findTalk, FRAMES_PER_SECOND, framesOf, LevelMeter, type Talk } from './analysis/voice-activity.js';
import type { AnalysedAudio, AudioAnalysis, ChannelAnalysis } from './audio-analysis.js';
import { ByteReader } from './byte-reader.js';
import { decodeWithFfmpeg } from './ffmpeg/decode-with-ffmpeg.js';
import { isIndexLast } from './ffmpeg/index-position.js';
import { NO_WAVEFORM, UndecodableAudio, type PcmBlock } from './pcm.js';
import { sniffAudio, SNIFF_BYTES, type AudioFormat } from './sniff-audio.js';
import { decodeWav, hasOtherEncoding } from './wav/decode-wav.js';

/** What is kept of a recording while it is analysed grows with its length. */
const MAX_DURATION_S = 24 * 3_600;

/** The index of a file that can be decoded as it comes in begins in so many of its first bytes. */
const HEAD_BYTES = 64 * 1_024;

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

const toHundredths = (lufs: number | null): number | null => (lufs === null ? null : Math.round(lufs * 100) / 100);

/** One channel, measured in every way while its samples pass. */
class ChannelMeter {
  readonly loudness: LoudnessMeter;
  readonly levels: LevelMeter;
  readonly peaks: PeaksMeter;

  constructor(rate: number) {
    this.loudness = new LoudnessMeter(rate);
    this.levels = new LevelMeter(rate);
    this.peaks = new PeaksMeter(rate);
  }

  add(samples: Float32Array): void {
    this.loudness.add(samples);
    this.levels.add(samples);
    this.peaks.add(samples);
  }
}

/** What the two of a conversation do to each other. */
function between(talk: readonly (readonly Talk[])[]) {
  const [one, other, third] = talk;
  if (one === undefined || other === undefined || third !== undefined)
    return { overlapS: null, interruptions: null, byChannel: [] };
  const byChannel = [interruptionsBy(one, other), interruptionsBy(other, one)] as const;
  return { overlapS: toMilliseconds(overlapOf(one, other)), interruptions: byChannel[0] + byChannel[1], byChannel };
}

class Measurement {
  readonly #rate: number;
  readonly #channels: readonly ChannelMeter[];
  #samples = 0;

  constructor({ sampleRate, channels }: PcmBlock) {
    this.#rate = sampleRate;
    this.#channels = channels.map(() => new ChannelMeter(sampleRate));
  }

  /** @throws UndecodableAudio where the recording is too long, or changes */
  add({ sampleRate, channels }: PcmBlock): void {
    if (sampleRate !== this.#rate || channels.length !== this.#channels.length)
      throw new UndecodableAudio('channels or samples a second change within the file');
    this.#samples += channels[0]?.length ?? 0;
    if (this.#samples > MAX_DURATION_S * this.#rate)
      throw new UndecodableAudio('the recording is longer than 24 hours');
    for (const [index, meter] of this.#channels.entries()) {
      const samples = channels[index];
      if (samples !== undefined) meter.add(samples);
    }
  }

  finish(format: AudioFormat): AnalysedAudio {
    const talk = this.#channels.map(({ levels }) => findTalk(levels.levels));
    const durationS = this.#samples / this.#rate;
    const { overlapS, interruptions, byChannel } = between(talk);
    const { silenceS, longestSilenceS } = silenceOf(talk, durationS);
    const channels = this.#channels.map(({ loudness }, index): ChannelAnalysis => ({
      loudnessLufs: toHundredths(integratedLoudness(loudness.parts)),
      talkS: toMilliseconds(framesOf(talk[index] ?? []) / FRAMES_PER_SECOND),
      interruptions: byChannel[index] ?? null,
    }));
    return {
      status: 'analysed',
      format,
      sampleRate: this.#rate,
      durationS: toMilliseconds(durationS),
      loudnessLufs: toHundredths(programmeLoudness(this.#channels.map(({ loudness }) => loudness.parts))),
      channels,
      silenceS: toMilliseconds(silenceS),
      longestSilenceS: toMilliseconds(longestSilenceS),
      overlapS,
      interruptions,
      peaks: {
        sampleRate: this.#rate,
        bucketSamples: this.#channels[0]?.peaks.bucketSamples ?? 1,
        samples: this.#samples,
        channels: this.#channels.map(({ peaks }) => peaks.finish()),
      },
    };
  }
}

/** Decoders with programs inside are loaded when they are needed. */
async function decode(reader: ByteReader, format: AudioFormat, path: string | undefined) {
  if (format === 'wav' && !(await hasOtherEncoding(reader))) return decodeWav(reader);
  if (format === 'mp3') return (await import('./mp3/decode-mp3.js')).decodeMp3(reader);
  if (format === 'mp4' && isIndexLast(await reader.peek(HEAD_BYTES)))
    throw new UndecodableAudio('waveform not available: the index of the file stands at its end');
  if (format === 'ogg-opus') return (await import('./ogg/decode-opus.js')).decodeOpus(reader);
  return decodeWithFfmpeg(reader, format, path);
}

async function measure(reader: ByteReader, path: string | undefined): Promise<AudioAnalysis> {
  const sniffed = sniffAudio(await reader.peek(SNIFF_BYTES));
  if (sniffed === undefined) throw new UndecodableAudio(NO_WAVEFORM);
  let measurement: Measurement | undefined;
  for await (const block of await decode(reader, sniffed.format, path)) {
    measurement ??= new Measurement(block);
    measurement.add(block);
  }
  if (measurement === undefined) throw new UndecodableAudio('there is no sound in the file');
  return measurement.finish(sniffed.format);
}

/**
 * Decodes and analyses a recording as it comes in; no more of it is held than the decoder needs. It takes seconds of CPU for
 * some minutes of sound: never call it on the thread that takes events.
 * @param source the file from its begin; it is let go of in any case
 * @param path folders in which ffmpeg is looked for
 * @throws what the source throws; a file that cannot be decoded is `unsupported`
 */
export async function analyseAudio(
  source: AsyncIterable<Uint8Array>,
  path: string | undefined,
): Promise<AudioAnalysis> {
  const reader = new ByteReader(source);
  try {
    return await measure(reader, path);
  } catch (error) {
    if (error instanceof UndecodableAudio) return { status: 'unsupported', reason: error.message };
    throw error;
  } finally {
    await reader.close();
  }
}
