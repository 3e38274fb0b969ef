import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';

/** A column of a frame that is built row by row. */
export interface FrameColumn<Row> {
  readonly field: FrameField;
  readonly read: (row: Row) => FrameValue;
}

export function column<Row>(
  name: string,
  type: FrameField['type'],
  config: Readonly<Record<string, unknown>>,
  read: (row: Row) => FrameValue,
): FrameColumn<Row> {
  return { field: { name, type, config }, read };
}

/** Lays rows out as a frame. */
export function tableFrame<Row>(
  refId: string,
  name: string,
  meta: Readonly<Record<string, unknown>>,
  columns: readonly FrameColumn<Row>[],
  rows: readonly Row[],
): Frame {
  return {
    schema: { refId, name, meta, fields: columns.map(({ field }) => field) },
    data: { values: columns.map(({ read }) => rows.map(read)) },
  };
}
