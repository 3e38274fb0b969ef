import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import { seriesFrame } from './series-frame.js';

interface Compared {
  readonly from?: number;
  readonly compare?: { readonly from: number };
}

const EARLIER = /_previous$/;

/**
 * Two points for each metric and group: over the range that is compared with, and over the range. A stat panel shows the
 * last, which is exact, and the change from the first. A frame without a comparison stays as it is.
 */
export function changeFrame(frame: Frame): Frame {
  const { schema, data } = frame;
  const { from, compare } = (schema.meta['custom'] ?? {}) as Compared;
  if (from === undefined || compare === undefined) return frame;
  const columns = schema.fields.map((field, index) => ({ field, values: data.values[index] ?? [] }));
  const earlier = new Map(
    columns
      .filter(({ field }) => EARLIER.test(field.name))
      .map(({ field, values }) => [keyOf({ ...field, name: field.name.replace(EARLIER, '') }), values]),
  );
  const kept = columns.filter(({ field }) => !EARLIER.test(field.name));
  const length = data.values[0]?.length ?? 0;
  const twice = (before: readonly FrameValue[], now: readonly FrameValue[]): FrameValue[] => [...before, ...now];
  return seriesFrame({
    schema: { ...schema, fields: [{ name: 'time', type: 'time', config: {} }, ...kept.map(({ field }) => field)] },
    data: {
      values: [
        twice(Array<number>(length).fill(compare.from), Array<number>(length).fill(from)),
        // A group stands in both rows.
        ...kept.map(({ field, values }) => twice(earlier.get(keyOf(field)) ?? values, values)),
      ],
    },
  });
}

const keyOf = ({ name, labels }: FrameField): string => JSON.stringify([name, labels]);
