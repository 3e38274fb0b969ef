import type { DataFrame } from '@grafana/data';

/** A frame of rows; every row has all columns. */
export function frame(rows: readonly Readonly<Record<string, unknown>>[], meta: object = {}, refId = 'A'): DataFrame {
  const names = Object.keys(rows[0] ?? {});
  const fields = names.map((name) => ({ name, type: 'number', config: {}, values: rows.map((row) => row[name]) }));
  return { refId, name: refId, length: rows.length, fields, meta } as unknown as DataFrame;
}
