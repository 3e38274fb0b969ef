import type { Frame, QueryAnswer } from '@callsight/contract/query/answer';
import type { GoodDirection } from '@callsight/contract/query/catalogue';
import type { Result, Column } from './figures.js';

/** The frame of one query, or why there is none. */
export function frameOf({ results }: QueryAnswer, refId: string): Result<Frame> {
  const result = results[refId];
  if (result === undefined) return { failure: 'the question was not answered' };
  if ('error' in result) return { failure: result.error.message };
  const [frame] = result.frames;
  return frame === undefined ? { failure: 'the answer is empty' } : { data: frame };
}

const isGood = (value: unknown): value is GoodDirection => value === 'up' || value === 'down' || value === 'none';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The number columns of a frame, in its order. Money has one for each currency, all under one metric. */
export function columnsOf({ schema, data }: Frame): Column[] {
  return schema.fields.flatMap(({ name, type, config }, index): Column[] => {
    if (type !== 'number' || config['unit'] === undefined) return [];
    const custom = config['custom'];
    const good = typeof custom === 'object' && custom !== null && 'good' in custom ? custom.good : 'none';
    return [
      {
        metric: name,
        description: text(config['description']),
        unit: text(config['unit']),
        good: isGood(good) ? good : 'none',
        values: (data.values[index] ?? []).map((value) => (typeof value === 'number' ? value : null)),
      },
    ];
  });
}

/** A dimension's column of a frame; a value that is missing is undefined. */
export function textsOf({ schema, data }: Frame, dimension: string): (string | undefined)[] {
  const index = schema.fields.findIndex(({ name }) => name === dimension);
  return (data.values[index] ?? []).map((value) => (value === null ? undefined : String(value)));
}
