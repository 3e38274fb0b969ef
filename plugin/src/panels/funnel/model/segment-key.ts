import type { FrameRow } from './frame-rows';

/** What the rows of one segment have in common. */
export const segmentKey = (row: FrameRow, dimensions: readonly string[]): string =>
  JSON.stringify(dimensions.map((dimension) => row[dimension] ?? null));
