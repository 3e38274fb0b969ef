import type { Frame } from '@callsight/contract/query/answer';
import { columnsOf } from './columns-of.js';
import type { Answered, Series } from './figures.js';

/** What was measured bucket by bucket. */
export function readSeries(frame: Frame, previous: Answered<Frame>): Series {
  const position = frame.schema.fields.findIndex(({ type }) => type === 'time');
  const columns = columnsOf(frame);
  const [before] = 'data' in previous ? columnsOf(previous.data) : [];
  return {
    times: (frame.data.values[position] ?? []).map(Number),
    // The first column of a metric wins, as it does among the KPI.
    columns: new Map(columns.toReversed().map((column) => [column.metric, column])),
    previousCalls: before?.values ?? [],
  };
}
