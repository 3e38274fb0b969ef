import type { Frame } from '@callsight/contract/query/answer';

/** A dimension's column of a frame; a value that is missing is undefined. */
export function textsOf({ schema, data }: Frame, dimension: string): (string | undefined)[] {
  const index = schema.fields.findIndex(({ name }) => name === dimension);
  return (data.values[index] ?? []).map((value) => (value === null ? undefined : String(value)));
}
