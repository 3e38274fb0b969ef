import { MAX_BUCKETS, peakToByte } from '../peaks/peaks.js';

/** A bucket begins as so many seconds, and becomes twice as long whenever there are too many. */
const FIRST_BUCKET_S = 0.001;

/** The largest sample of each bucket of one channel, in ever longer buckets, so that they never are too many. */
export class PeaksMeter {
  readonly #peaks = new Float32Array(MAX_BUCKETS);
  #bucketSamples: number;
  #count = 0;
  #inBucket = 0;
  #peak = 0;

  /** @param rate samples a second */
  constructor(rate: number) {
    this.#bucketSamples = Math.max(1, Math.round(rate * FIRST_BUCKET_S));
  }

  /** Samples of a bucket now. */
  get bucketSamples(): number {
    return this.#bucketSamples;
  }

  add(samples: Float32Array): void {
    for (let begin = 0; begin < samples.length;) {
      const end = Math.min(samples.length, begin + this.#bucketSamples - this.#inBucket);
      let peak = this.#peak;
      for (let index = begin; index < end; index += 1) {
        const size = Math.abs(samples[index] ?? 0);
        if (size > peak) peak = size;
      }
      this.#peak = peak;
      this.#inBucket += end - begin;
      begin = end;
      if (this.#inBucket === this.#bucketSamples) this.#close();
    }
  }

  /** One byte a bucket, the last one included that is not full. */
  finish(): Uint8Array {
    const whole = Uint8Array.from(this.#peaks.subarray(0, this.#count), peakToByte);
    if (this.#inBucket === 0) return whole;
    const all = new Uint8Array(whole.length + 1);
    all.set(whole);
    all[whole.length] = peakToByte(this.#peak);
    return all;
  }

  #close(): void {
    // One place stays free for the bucket that is open when the stream ends.
    if (this.#count === MAX_BUCKETS - 1) this.#merge();
    this.#peaks[this.#count] = this.#peak;
    this.#count += 1;
    this.#peak = 0;
    this.#inBucket = 0;
  }

  /** With the open bucket, which is full, their number is even: it and the last of the others are one. */
  #merge(): void {
    const peaks = this.#peaks;
    for (let index = 0; index < (MAX_BUCKETS - 2) / 2; index += 1)
      peaks[index] = Math.max(peaks[2 * index] ?? 0, peaks[2 * index + 1] ?? 0);
    this.#peak = Math.max(this.#peak, peaks[MAX_BUCKETS - 2] ?? 0);
    this.#count = (MAX_BUCKETS - 2) / 2;
    this.#bucketSamples *= 2;
  }
}
