import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { MetricQuery, QueryRequest } from '@callsight/contract/query/request';
import { rowsOf } from '../../support/frames.js';
import type { Question, ReferenceRow } from '../../reference/answer-metrics.js';

/** The request that asks a question of the service. */
export function requestOf({ from, to, zone, metrics, ...rest }: Question): QueryRequest {
  const query = { refId: 'A', metrics, ...rest } as unknown as MetricQuery;
  return { from: from / 1_000, to: to / 1_000, timezone: zone, queries: [query] };
}

interface PlainRow {
  readonly key: string;
  readonly values: Readonly<Record<string, number | null>>;
}

const byKey = (a: PlainRow, b: PlainRow): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

const keyOf = (time: unknown, group: readonly unknown[]): string => JSON.stringify([time, ...group]);

function answered(answer: QueryAnswer, { groupBy = [], interval }: Question): PlainRow[] {
  return rowsOf(answer)
    .map((row) => {
      const { time, ...others } = row;
      const columns = interval === undefined ? row : others;
      const group = groupBy.map((dimension) => row[dimension]);
      const values = Object.fromEntries(Object.entries(columns).filter(([name]) => !groupBy.includes(name)));
      return {
        key: keyOf(interval === undefined ? null : time, group),
        values: values as Record<string, number | null>,
      };
    })
    .sort(byKey);
}

const isClose = (a: number | null | undefined, b: number | null): boolean =>
  a === b || (typeof a === 'number' && b !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));

/** What the answer of the service and the reference disagree about, in words; empty when they agree. */
export function differences(answer: QueryAnswer, question: Question, expected: readonly ReferenceRow[]): string[] {
  const actual = new Map(answered(answer, question).map((row) => [row.key, row.values]));
  const wanted = expected.map(({ time, group, values }) => ({ key: keyOf(time, group), values })).sort(byKey);
  const keys = new Set(wanted.map(({ key }) => key));
  const surplus = [...actual.keys()].filter((key) => !keys.has(key)).map((key) => `row ${key} should not be there`);
  return [
    ...surplus,
    ...wanted.flatMap(({ key, values }) => {
      const row = actual.get(key);
      if (row === undefined) return [`row ${key} is missing: ${JSON.stringify(values).slice(0, 200)}`];
      return Object.entries(values)
        .filter(([id, value]) => !isClose(row[id], value))
        .map(([id, value]) => `${key} ${id}: ${row[id]} instead of ${value}`);
    }),
  ];
}
