import type { Frame } from '@callsight/contract/query/answer';
import { columnsOf } from './columns-of.js';

/** Calls that go on now, and the most there were at once. Buckets that lie ahead have no value. */
export function readActive(frame: Frame): { now: number; peak: number; peaks: readonly (number | null)[] } {
  const columns = columnsOf(frame);
  const valuesOf = (id: string): readonly (number | null)[] =>
    columns.find(({ metric }) => metric === id)?.values ?? [];
  const peaks = valuesOf('calls.concurrency.max');
  return {
    now: valuesOf('calls.active').findLast((value) => value !== null) ?? 0,
    peak: Math.max(0, ...peaks.map((value) => value ?? 0)),
    peaks,
  };
}
