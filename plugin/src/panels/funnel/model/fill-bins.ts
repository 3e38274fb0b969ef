import type { TimeBin } from './funnel-model';

/** Bins in their order, with empty ones where the frame has none: they double from one to the next. */
export function fillBins(bins: readonly TimeBin[]): TimeBin[] {
  const filled: TimeBin[] = [];
  for (const bin of [...bins].sort((a, b) => a.fromS - b.fromS)) {
    for (let last = filled.at(-1); last !== undefined && last.toS < bin.fromS; last = filled.at(-1)) {
      filled.push({ fromS: last.toS, toS: Math.min(last.toS * 2, bin.fromS), count: 0 });
    }
    filled.push(bin);
  }
  return filled;
}
