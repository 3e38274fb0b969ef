import type { Frame } from '@callsight/contract/query/answer';
import { columnsOf } from './columns-of.js';
import type { Answered, Column, Kpi } from './figures.js';

/** What a metric was before. Money that there is none of now has no currency: it is compared with whatever there was. */
function earlierOf({ metric, unit, values: [value = null] }: Column, before: readonly Column[]): Column | undefined {
  const ofMetric = before.filter((column) => column.metric === metric);
  return ofMetric.find((column) => column.unit === unit) ?? (value === null ? ofMetric[0] : undefined);
}

/** One KPI for each metric, beside what it was before; of several currencies the first stands for all. */
export function readKpis(frame: Frame, previous: Answered<Frame>): Kpi[] {
  const columns = columnsOf(frame);
  const before = 'data' in previous ? columnsOf(previous.data) : undefined;
  return [...new Set(columns.map(({ metric }) => metric))].flatMap((id): Kpi[] => {
    const [first, ...others] = columns.filter(({ metric }) => metric === id);
    if (first === undefined) return [];
    const { metric, description, good } = first;
    const value = first.values[0] ?? null;
    const earlier = before === undefined ? undefined : earlierOf(first, before);
    return [
      {
        metric,
        description,
        unit: value === null && earlier !== undefined ? earlier.unit : first.unit,
        good,
        value,
        previous: before === undefined ? undefined : (earlier?.values[0] ?? null),
        others: others.map((other) => ({ value: other.values[0] ?? null, unit: other.unit })),
      },
    ];
  });
}
