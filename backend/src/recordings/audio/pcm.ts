/** Samples of all channels over the same time, from −1 to 1. They hold until the next block is asked for. */
export interface PcmBlock {
  /** Samples a second. */
  readonly sampleRate: number;
  /** All of the same length. */
  readonly channels: readonly Float32Array[];
}

const MAX_CHANNELS = 8;
const MIN_SAMPLE_RATE = 4_000;
const MAX_SAMPLE_RATE = 384_000;

/** A file that cannot be decoded, with the reason as people read it. */
export class UndecodableAudio extends Error {
  override readonly name = 'UndecodableAudio';
}

/** Where no decoder for a format is there. */
export const NO_WAVEFORM = 'waveform not available for this format';

/** @throws UndecodableAudio for a number of channels or samples a second that no recording of speech has */
export function checkShape(channels: number, sampleRate: number): void {
  if (channels < 1 || channels > MAX_CHANNELS)
    throw new UndecodableAudio(`the file says that it has ${channels} channels; 1 to ${MAX_CHANNELS} are read`);
  if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE)
    throw new UndecodableAudio(
      `the file says that it has ${sampleRate} samples a second; ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} are read`,
    );
}

/**
 * Runs a decoder that others wrote.
 * @throws UndecodableAudio for whatever it throws, such as a trap of its program: it has the bytes of the file alone to go by
 */
export function decodedBy<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new UndecodableAudio('the file cannot be decoded', { cause: error });
  }
}
