import type { DataFrame } from '@grafana/data';

/** One row of a frame by the names of its fields. */
export type FrameRow = Readonly<Record<string, unknown>>;

/** Rows of a frame. */
export function frameRows(frame: DataFrame): FrameRow[] {
  return Array.from({ length: frame.length }, (_, index) =>
    Object.fromEntries(frame.fields.map((field) => [field.name, field.values[index] as unknown])),
  );
}

/** A number of a frame; null for what is none. */
export const readNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

const MEASURED =
  /^(time|step|reached|dropped|pending|rate_total|rate_step|median_s|p90_s|rate_(total|step)_(low|high)|from_s|to_s|count)(_previous)?$/;

/** Fields of a funnel's frame that say which segment a row is of: all that count nothing. */
export const breakdownFields = (frame: DataFrame): string[] =>
  frame.fields.map(({ name }) => name).filter((name) => !MEASURED.test(name));

/** What the rows of one segment have in common. */
export const segmentKey = (row: FrameRow, dimensions: readonly string[]): string =>
  JSON.stringify(dimensions.map((dimension) => row[dimension] ?? null));
