/** So many of so many: `count` of `total`. */
export interface Share {
  readonly count: number;
  readonly total: number;
}

/** @throws RangeError unless 0 <= count <= total */
export function checkShare({ count, total }: Share): void {
  if (!(count >= 0 && count <= total)) throw new RangeError(`${count} of ${total} is no share`);
}
