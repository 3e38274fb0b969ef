/** Cuts a stream of samples into spans of equal time, each to the nearest sample, so that they never drift. */
export class Spans {
  readonly #rate: number;
  readonly #perSecond: number;
  #count = 0;
  #end: number;
  #position = 0;

  /**
   * @param rate samples a second
   * @param perSecond spans a second
   */
  constructor(rate: number, perSecond: number) {
    this.#rate = rate;
    this.#perSecond = perSecond;
    this.#end = this.#endOf(1);
  }

  /**
   * Goes on through a piece of the stream.
   * @param each called for every part of a span: its first sample within the piece, the one behind its last, and the
   *   length of the whole span if it ends here
   */
  pass(samples: number, each: (begin: number, end: number, spanLength: number | undefined) => void): void {
    for (let begin = 0; begin < samples;) {
      const end = Math.min(samples, begin + this.#end - this.#position);
      this.#position += end - begin;
      const isWhole = this.#position === this.#end;
      const spanLength = this.#end - this.#endOf(this.#count);
      if (isWhole) this.#advance();
      each(begin, end, isWhole ? spanLength : undefined);
      begin = end;
    }
  }

  #advance(): void {
    this.#count += 1;
    this.#end = this.#endOf(this.#count + 1);
  }

  #endOf(count: number): number {
    return Math.round((count * this.#rate) / this.#perSecond);
  }
}
