/** What the answers of the query API say, section by section. */
import type { Frame } from '@callsight/contract/query/answer';
import type { AgentRow, Result, Column, Kpi, Series, Share } from './figures.js';
import { columnsOf, textsOf } from './read-frame.js';

/** What a metric was before. Money that there is none of now has no currency: it is compared with whatever there was. */
function earlierOf({ metric, unit, values: [value = null] }: Column, before: readonly Column[]): Column | undefined {
  const ofMetric = before.filter((column) => column.metric === metric);
  return ofMetric.find((column) => column.unit === unit) ?? (value === null ? ofMetric[0] : undefined);
}

/** One KPI for each metric, beside what it was before; of several currencies the first stands for all. */
export function readKpis(frame: Frame, previous: Result<Frame>): Kpi[] {
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

/** What was measured bucket by bucket. */
export function readSeries(frame: Frame, previous: Result<Frame>): Series {
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

/** How many calls came to each outcome. */
export function readOutcomes(frame: Frame): Share[] {
  const [calls, shortAbandoned] = columnsOf(frame);
  return textsOf(frame, 'outcome').map((name, row) => ({
    name: name ?? 'unknown',
    calls: calls?.values[row] ?? 0,
    shortAbandoned: shortAbandoned?.values[row] ?? 0,
  }));
}

/** The name of each agent under which most of its calls ran. */
function agentNames(frame: Frame): Map<string, string> {
  const names = textsOf(frame, 'agent_name');
  // Rows come with the most calls first, so that the earliest entry has to stay: it is set last.
  const pairs = textsOf(frame, 'agent').flatMap((agent, row): [string, string][] => {
    const name = names[row];
    return agent === undefined || name === undefined ? [] : [[agent, name]];
  });
  return new Map(pairs.toReversed());
}

/** One row for each agent. */
export function readAgents(frame: Frame, names: Result<Frame>): AgentRow[] {
  const columns = columnsOf(frame);
  const metrics = [...new Set(columns.map(({ metric }) => metric))];
  const nameOf = 'data' in names ? agentNames(names.data) : new Map<string, string>();
  return textsOf(frame, 'agent').map((agent, row) => ({
    id: agent ?? '',
    name: agent === undefined ? undefined : nameOf.get(agent),
    cells: new Map(
      metrics.map((metric) => [
        metric,
        columns
          .filter((column) => column.metric === metric)
          .map(({ values, unit }) => ({ value: values[row] ?? null, unit })),
      ]),
    ),
  }));
}

/** Calls that go on now, and the most there were at once. Buckets that lie ahead have no value. */
export function readActive(frame: Frame): { now: number; peak: number; peaks: readonly (number | null)[] } {
  const columns = columnsOf(frame);
  const valuesOf = (id: string): readonly (number | null)[] =>
    columns.find(({ metric }) => metric === id)?.values ?? [];
  const peaks = valuesOf('calls.concurrency.max');
  return {
    now: valuesOf('calls.active').findLast((value) => value !== null) ?? 0,
    peak: Math.max(0, ...peaks.map((value) => value ?? 0)),
    peaks,
  };
}
