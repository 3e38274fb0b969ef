/** Measurement whose points tell, in the order of their times, which rows of the record changed. */
export const CHANGES = 'changes';

/** Anchors in one point: their text stays far below the 64 kB that a field may have. */
export const MAX_ANCHORS = 4_000;

/** Anchors as the differences between neighbours, in base 36: about five characters each. @param anchors ascending */
export function packAnchors(anchors: readonly number[]): string {
  let last = 0;
  return anchors
    .map((anchor) => {
      const step = anchor - last;
      last = anchor;
      return step.toString(36);
    })
    .join(' ');
}

export function unpackAnchors(text: string): number[] {
  let last = 0;
  return text.split(' ').map((step) => {
    last += parseInt(step, 36);
    return last;
  });
}
