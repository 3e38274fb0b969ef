import { Spans } from './spans.js';

/** Frames a second: 20 ms each. */
export const FRAMES_PER_SECOND = 50;

/** Levels of frames are kept as bytes, in halves of a decibel below full scale; 200 is −100 dB, and silence. */
const STEPS_PER_DB = 2;
const SILENT = 200;

/** Below this share of the frames around lies the noise. */
const NOISE_SHARE = 0.1;
/** Frames around a second from which its noise is taken, on each side: 15 s. */
const NOISE_REACH = 15 * FRAMES_PER_SECOND;
/** What is noise is never taken for louder or quieter than this, in dB below full scale. */
const NOISE_LOUDEST = 35;
const NOISE_QUIETEST = 60;
/** Talk is louder than the noise by this much, in dB. */
const TALK_ABOVE_NOISE = 10;

/** Frames that are too few to be speech: a click. */
const CLICK_FRAMES = 2;
/** Frames of a pause within speech, as between words: 300 ms. */
const PAUSE_FRAMES = 15;

/** Frames from one up to another one. */
export interface Talk {
  readonly begin: number;
  readonly end: number;
}

/** The level of each 20 ms of one channel; a byte each, so that a day is 4 MB. */
export class LevelMeter {
  readonly #spans: Spans;
  #levels = new Uint8Array(4_096);
  #count = 0;
  #sum = 0;

  /** @param rate samples a second */
  constructor(rate: number) {
    this.#spans = new Spans(rate, FRAMES_PER_SECOND);
  }

  /** Of the whole frames so far; 0 is full scale, each step half a decibel less. */
  get levels(): Uint8Array {
    return this.#levels.subarray(0, this.#count);
  }

  add(samples: Float32Array): void {
    this.#spans.pass(samples.length, (begin, end, length) => {
      let sum = this.#sum;
      for (let index = begin; index < end; index += 1) sum += (samples[index] ?? 0) ** 2;
      this.#sum = sum;
      if (length !== undefined) this.#close(sum / length);
    });
  }

  #close(energy: number): void {
    if (this.#count === this.#levels.length) {
      const longer = new Uint8Array(2 * this.#count);
      longer.set(this.#levels);
      this.#levels = longer;
    }
    const db = energy === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(energy);
    this.#levels[this.#count] = Math.round(Math.min(Math.max(-STEPS_PER_DB * db, 0), SILENT));
    this.#count += 1;
    this.#sum = 0;
  }
}

/** The level that the given share of the counted frames do not exceed. */
function quietest(counts: Uint32Array, frames: number): number {
  let left = Math.floor(frames * NOISE_SHARE);
  for (let level = SILENT; level > 0; level -= 1) {
    left -= counts[level] ?? 0;
    if (left < 0) return level;
  }
  return 0;
}

/** The level from which on a frame is talk, for each second; a lower number is louder. */
function thresholds(levels: Uint8Array): Uint8Array {
  const counts = new Uint32Array(SILENT + 1);
  let [begin, end] = [0, 0];
  return Uint8Array.from({ length: Math.ceil(levels.length / FRAMES_PER_SECOND) }, (_, second) => {
    const middle = (second + 0.5) * FRAMES_PER_SECOND;
    for (; end < Math.min(levels.length, middle + NOISE_REACH); end += 1) count(counts, levels[end], 1);
    for (; begin < middle - NOISE_REACH; begin += 1) count(counts, levels[begin], -1);
    const noise = quietest(counts, end - begin) / STEPS_PER_DB;
    const bounded = Math.min(Math.max(noise, NOISE_LOUDEST), NOISE_QUIETEST);
    return (bounded - TALK_ABOVE_NOISE) * STEPS_PER_DB;
  });
}

function count(counts: Uint32Array, level: number | undefined, by: number): void {
  if (level !== undefined) counts[level] = (counts[level] ?? 0) + by;
}

/** Runs of frames that are louder than their threshold. */
function loudRuns(levels: Uint8Array): Talk[] {
  const limits = thresholds(levels);
  const runs: Talk[] = [];
  let begin: number | undefined;
  for (let frame = 0; frame <= levels.length; frame += 1) {
    const isLoud = (levels[frame] ?? SILENT) <= (limits[Math.floor(frame / FRAMES_PER_SECOND)] ?? 0);
    if (isLoud) begin ??= frame;
    else if (begin !== undefined) {
      runs.push({ begin, end: frame });
      begin = undefined;
    }
  }
  return runs;
}

/**
 * When somebody talks in a channel. A frame of 20 ms is loud if its energy lies at least 10 dB above the noise: the level
 * that a tenth of the frames within 15 s around do not exceed, taken for −60 dBFS at the least and −35 dBFS at the most, so
 * that a frame below −50 dBFS never counts and one above −25 dBFS always does. One or two loud frames alone are a click and
 * do not count. Talk goes on over pauses of up to 300 ms (the hang-over); its last pause is no part of it, so that it ends
 * where the sound ends. Music and ringing count as talk.
 * @param levels as `LevelMeter` has them
 * @returns in order, with more than 300 ms between two of them
 */
export function findTalk(levels: Uint8Array): readonly Talk[] {
  const joined: Talk[] = [];
  for (const run of loudRuns(levels)) {
    if (run.end - run.begin <= CLICK_FRAMES) continue;
    const last = joined.at(-1);
    if (last !== undefined && run.begin - last.end <= PAUSE_FRAMES) {
      joined[joined.length - 1] = { begin: last.begin, end: run.end };
    } else joined.push(run);
  }
  return joined;
}

/** Frames of talk. */
export const framesOf = (talk: readonly Talk[]): number => talk.reduce((sum, { begin, end }) => sum + end - begin, 0);
