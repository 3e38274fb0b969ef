import type { DataFrame } from '@grafana/data';

/** One row of a frame by the names of its fields. */
export type FrameRow = Readonly<Record<string, unknown>>;

/** Rows of a frame. */
export function frameRows(frame: DataFrame): FrameRow[] {
  return Array.from({ length: frame.length }, (_, index) =>
    Object.fromEntries(frame.fields.map((field) => [field.name, field.values[index] as unknown])),
  );
}
