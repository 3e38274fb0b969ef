import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import { timeText, type ReadField, type ReadFrame } from './read-arrow.js';

/** A column, wherever it was read. */
export interface Column {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly values: readonly unknown[];
}

/** The one that has this name, or the first of them. */
export function fieldOf({ fields }: ReadFrame, name: string): ReadField {
  const found = fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`no column ${name} beside ${fields.map((field) => field.name).join(', ')}`);
  return found;
}

/** Columns as Grafana has them. */
export const columnsOf = ({ fields }: ReadFrame): Column[] =>
  fields.map(({ name, labels, values }) => ({ name, labels, values }));

/** A value of the HTTP API in the form of `readArrow`. */
export const valueOf = ({ type }: FrameField, value: FrameValue): unknown =>
  type === 'time' && value !== null ? timeText(BigInt(Math.round(Number(value) * 1_000)) * 1_000n) : value;

/** The columns that `POST /v1/query` gives, in the same form. */
export const columnsOfApi = ({ schema, data }: Frame): Column[] =>
  schema.fields.map((field, index) => ({
    name: field.name,
    labels: field.labels,
    values: (data.values[index] ?? []).map((value) => valueOf(field, value)),
  }));

/** Rows by the name of the column; where columns share one, with their labels after a blank. */
export function rowsOf({ fields }: ReadFrame): Record<string, unknown>[] {
  const names = fields.map(({ name, labels }) => [name, ...Object.values(labels ?? {})].join(' '));
  const rowAt = (row: number): Record<string, unknown> =>
    Object.fromEntries(fields.map(({ values }, column) => [names[column] ?? '', values[row]]));
  return Array.from({ length: fields[0]?.values.length ?? 0 }, (_, row) => rowAt(row));
}
