import type { Frame } from '@callsight/contract/query/answer';
import { isGood } from './is-good.js';
import type { Column } from './figures.js';

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
