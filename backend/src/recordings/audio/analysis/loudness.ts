import { KWeighting } from './k-weighting.js';
import { Spans } from './spans.js';

/** Blocks of 400 ms that overlap by 75 %: four parts of 100 ms, and one part on. */
const PARTS_PER_SECOND = 10;
const PARTS_PER_BLOCK = 4;

/** LUFS: what is quieter is no programme. */
const ABSOLUTE_GATE = -70;
/** LU below the mean of what passed the absolute gate. */
const RELATIVE_GATE = -10;

const loudnessOf = (energy: number): number => -0.691 + 10 * Math.log10(energy);
const energyAt = (loudness: number): number => 10 ** ((loudness + 0.691) / 10);

function meanAbove(blocks: readonly number[], gate: number): number | undefined {
  let [sum, count] = [0, 0];
  for (const energy of blocks)
    if (energy > gate) {
      sum += energy;
      count += 1;
    }
  return count === 0 ? undefined : sum / count;
}

function blocksOf(parts: readonly number[]): number[] {
  return Array.from({ length: Math.max(parts.length - PARTS_PER_BLOCK + 1, 0) }, (_, index) => {
    let sum = 0;
    for (let part = 0; part < PARTS_PER_BLOCK; part += 1) sum += parts[index + part] ?? 0;
    return sum / PARTS_PER_BLOCK;
  });
}

/**
 * Integrated loudness (ITU-R BS.1770-4, EBU R 128).
 * @param parts mean energy of each 100 ms after the filters, summed over the channels
 * @returns LUFS; null where nothing is louder than −70 LUFS or the sound is shorter than 400 ms
 */
export function integratedLoudness(parts: readonly number[]): number | null {
  const blocks = blocksOf(parts);
  const ungated = meanAbove(blocks, energyAt(ABSOLUTE_GATE));
  if (ungated === undefined) return null;
  const gate = Math.max(energyAt(ABSOLUTE_GATE), energyAt(loudnessOf(ungated) + RELATIVE_GATE));
  const gated = meanAbove(blocks, gate);
  return gated === undefined ? null : loudnessOf(gated);
}

/** Energies of one channel after the filters of the recommendation. */
export class LoudnessMeter {
  readonly #filter: KWeighting;
  readonly #spans: Spans;
  readonly #parts: number[] = [];
  #sum = 0;

  /** @param rate samples a second */
  constructor(rate: number) {
    this.#filter = new KWeighting(rate);
    this.#spans = new Spans(rate, PARTS_PER_SECOND);
  }

  /** Mean energy of each whole 100 ms so far. */
  get parts(): readonly number[] {
    return this.#parts;
  }

  add(samples: Float32Array): void {
    this.#spans.pass(samples.length, (begin, end, length) => {
      this.#sum += this.#filter.energyOf(samples, begin, end);
      if (length === undefined) return;
      this.#parts.push(this.#sum / length);
      this.#sum = 0;
    });
  }
}

/** Loudness of all channels together: their energies add up, each with the weight 1, as those of two loudspeakers. */
export function programmeLoudness(channels: readonly (readonly number[])[]): number | null {
  const [first = []] = channels;
  return integratedLoudness(first.map((_, index) => channels.reduce((sum, parts) => sum + (parts[index] ?? 0), 0)));
}
