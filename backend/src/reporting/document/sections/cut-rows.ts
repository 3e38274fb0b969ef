import type { FrameTable } from '../frame-table.js';

/**
 * Cuts a frame to so many rows. Queries ask for one row more than is shown, so that a report can say when rows are missing.
 */
export function cutRows(table: FrameTable, limit: number): { readonly table: FrameTable; readonly isCut: boolean } {
  if (table.length <= limit) return { table, isCut: false };
  const { schema, data } = table.frame;
  return {
    table: table.with({ schema, data: { values: data.values.map((values) => values.slice(0, limit)) } }),
    isCut: true,
  };
}
