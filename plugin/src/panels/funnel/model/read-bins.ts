import type { DataFrame } from '@grafana/data';
import { breakdownFields, frameRows, readNumber, segmentKey } from './frame-rows';
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

const NO_BINS: readonly TimeBin[] = [];

/** Finds the bins of a step of a segment in the frame of times. */
export function readBins(frame: DataFrame | undefined): (segment: string, step: string) => readonly TimeBin[] {
  const found = new Map<string, TimeBin[]>();
  if (frame === undefined) return () => NO_BINS;
  const dimensions = breakdownFields(frame);
  for (const row of frameRows(frame)) {
    const key = JSON.stringify([segmentKey(row, dimensions), row['step']]);
    const bin = {
      fromS: readNumber(row['from_s']) ?? 0,
      toS: readNumber(row['to_s']) ?? 0,
      count: readNumber(row['count']) ?? 0,
    };
    found.set(key, [...(found.get(key) ?? []), bin]);
  }
  return (segment, step) => found.get(JSON.stringify([segment, step])) ?? NO_BINS;
}
