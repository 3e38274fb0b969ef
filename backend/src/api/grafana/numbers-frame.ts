import type { Frame } from '@callsight/contract/query/answer';
import { seriesFrame } from './series-frame.js';

/**
 * One row, a column for each number, told apart by labels: what an alert rule reads without loss. From rows it would take
 * only texts as labels; groups that are numbers it would take for one more metric, and two currencies for twins. A frame
 * that is not of rows stays as it is; one without rows has no columns at all, which Grafana reads as "no data".
 */
export function numbersFrame(frame: Frame): Frame {
  const { schema, data } = frame;
  if (schema.meta['type'] !== 'numeric-long') return frame;
  const length = data.values[0]?.length ?? 0;
  const wide = seriesFrame({
    schema: { ...schema, fields: [{ name: 'time', type: 'time', config: {} }, ...schema.fields] },
    data: { values: [Array<number>(length).fill(0), ...data.values] },
  });
  return {
    schema: {
      ...schema,
      meta: { ...schema.meta, type: 'numeric-wide' },
      fields: wide.schema.fields.filter(({ type }) => type !== 'time'),
    },
    data: { values: wide.data.values.slice(1) },
  };
}
