import type { Frame } from '@callsight/contract/query/answer';
import { columnsOf } from './columns-of.js';
import type { Answered, Kpi } from './figures.js';

/** One KPI for each metric, beside what it was before; of several currencies the first stands for all. */
export function readKpis(frame: Frame, previous: Answered<Frame>): Kpi[] {
  const columns = columnsOf(frame);
  const before = 'data' in previous ? columnsOf(previous.data) : undefined;
  return [...new Set(columns.map(({ metric }) => metric))].flatMap((id): Kpi[] => {
    const [first, ...others] = columns.filter(({ metric }) => metric === id);
    if (first === undefined) return [];
    const { metric, description, unit, good } = first;
    const earlier = before?.find((column) => column.metric === id && column.unit === unit);
    return [
      {
        metric,
        description,
        unit,
        good,
        value: first.values[0] ?? null,
        previous: before === undefined ? undefined : (earlier?.values[0] ?? null),
        others: others.map((other) => ({ value: other.values[0] ?? null, unit: other.unit })),
      },
    ];
  });
}
