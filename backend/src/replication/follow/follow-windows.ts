/** A stretch of anchors, both ends included; epoch microseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Statements in one request. */
const MAX_STRETCHES = 200;

/**
 * Stretches that cover all anchors. Few anchors are read one by one; many are read in stretches that run over the
 * narrowest gaps, where what lies in between is read as well, which costs time and changes nothing.
 * @param anchors ascending
 */
export function stretchesOf(anchors: readonly number[], most = MAX_STRETCHES): Stretch[] {
  const gaps = anchors.slice(1).map((anchor, index) => anchor - (anchors[index] ?? anchor));
  const widest = gaps.toSorted((a, b) => b - a);
  // As many gaps stay open as stretches are allowed, the widest ones.
  const least = widest[most - 2] ?? 0;
  let open = most - 1;
  const stretches: { from: number; to: number }[] = [];
  anchors.forEach((anchor, index) => {
    const gap = index === 0 ? Infinity : (gaps[index - 1] ?? 0);
    const last = stretches.at(-1);
    if (last !== undefined && (gap < least || gap === 0 || open <= 0)) {
      last.to = anchor;
      return;
    }
    if (last !== undefined) open -= 1;
    stretches.push({ from: anchor, to: anchor });
  });
  return stretches;
}
