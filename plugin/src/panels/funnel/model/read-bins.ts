import type { DataFrame } from '@grafana/data';
import { breakdownFields } from './breakdown-fields';
import { frameRows } from './frame-rows';
import type { TimeBin } from './funnel-model';
import { readNumber } from './read-number';
import { segmentKey } from './segment-key';

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
