import type { Frame, FrameField, FrameValue, QueryAnswer } from '@callsight/contract/query/answer';

/** The frames of one query; a failed one fails the test with its error. */
export function framesOf(answer: QueryAnswer, refId = 'A'): Frame[] {
  const result = answer.results[refId];
  if (result === undefined) throw new Error(`no result for ${refId}`);
  if ('error' in result) throw new Error(`${refId} failed: ${JSON.stringify(result.error)}`);
  return result.frames;
}

/** Name of a column; where there are several currencies, with the currency after a blank. */
const columnName = ({ name, labels }: FrameField): string => [name, ...Object.values(labels ?? {})].join(' ');

/** The rows of the only frame of a query, by column name. */
export function rowsOf(answer: QueryAnswer, refId = 'A'): Record<string, FrameValue>[] {
  const [frame, ...others] = framesOf(answer, refId);
  if (frame === undefined || others.length > 0)
    throw new Error(`${refId} has ${others.length} frames besides the first`);
  const names = frame.schema.fields.map(columnName);
  const length = frame.data.values[0]?.length ?? 0;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, frame.data.values[column]?.[row] ?? null])),
  );
}

/** The values of one column. */
export const columnOf = (answer: QueryAnswer, name: string, refId = 'A'): FrameValue[] =>
  rowsOf(answer, refId).map((row) => {
    if (!(name in row)) throw new Error(`there is no column ${name} beside ${Object.keys(row).join(', ')}`);
    return row[name] ?? null;
  });
