import type { InfluxDatabase } from '../support/influx/influx-database.js';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { QueryRequest } from '@callsight/contract/query/request';

/** Asks a service. */
export type Ask = (body: QueryRequest) => Promise<QueryAnswer>;

/** What is compared of a call; times in epoch milliseconds. */
interface Told {
  readonly call: string;
  readonly outcome: string;
  readonly turns: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
}

const byCall = (a: Told, b: Told): number => (a.call < b.call ? -1 : a.call > b.call ? 1 : 0);

/** Every point of `calls`, as InfluxDB has it: a call that stands there twice is here twice. */
async function recordedCalls(database: InfluxDatabase): Promise<Told[]> {
  const series = await database.influxql('SELECT call_id, outcome, turns, answered_at, ended_at FROM calls');
  const millis = (value: unknown): number | null => (value === null ? null : Math.floor(Number(value) / 1_000));
  const told = series.flatMap(({ values }) =>
    values.map(([, call, outcome, turns, answeredAt, endedAt]) => ({
      call: String(call),
      outcome: String(outcome),
      turns: Number(turns),
      answeredAt: millis(answeredAt),
      endedAt: millis(endedAt),
    })),
  );
  return told.sort(byCall);
}

/** Every call that the service knows, from all pages of its list. */
export async function listedCalls(ask: Ask, range: { from: string; to: string }): Promise<Told[]> {
  const told: Told[] = [];
  let cursor: string | undefined;
  do {
    const calls = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await ask({ ...range, queries: [{ refId: 'A', calls }] });
    const result = answer.results['A'];
    if (result === undefined || !('frames' in result)) throw new Error(JSON.stringify(result));
    const [frame] = result.frames;
    const column = (name: string) => {
      const index = frame?.schema.fields.findIndex((field) => field.name === name) ?? -1;
      return frame?.data.values[index] ?? [];
    };
    const [outcomes, turns, answered, ended] = ['outcome', 'turns', 'answered_at', 'ended_at'].map(column);
    const millis = (value: unknown): number | null => (typeof value === 'number' ? Math.floor(value) : null);
    column('call_id').forEach((call, row) => {
      told.push({
        call: String(call),
        outcome: String(outcomes?.[row]),
        turns: Number(turns?.[row]),
        answeredAt: millis(answered?.[row]),
        endedAt: millis(ended?.[row]),
      });
    });
    const custom = frame?.schema.meta.custom as { nextCursor?: string | null } | undefined;
    cursor = custom?.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return told.sort(byCall);
}

const numbersOf = (counts: Iterable<readonly [string, number]>): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts) if (count !== 0) sums[name] = (sums[name] ?? 0) + count;
  return sums;
};

/** Sums of a KPI series by outcome; what has become zero is left out. */
async function recordedOutcomes(database: InfluxDatabase, series: string): Promise<Record<string, number>> {
  const answer = await database.influxql(
    `SELECT sum(calls_count) FROM ${series} WHERE "grain" = 'agent' GROUP BY outcome`,
  );
  return numbersOf(answer.map(({ tags, values }) => [tags?.['outcome'] ?? '', Number(values[0]?.[1])]));
}

/** Each call's turns, as `call: indexes`. */
async function recordedTurns(database: InfluxDatabase): Promise<string[]> {
  const series = await database.influxql('SELECT call_id, "index" FROM turns');
  return series.flatMap(({ values }) => values.map(([, call, index]) => `${String(call)} ${String(index)}`));
}

/**
 * Every acknowledged call is one point in its latest state, every turn is one point, and the KPI series count each call
 * once, under the outcome that it has.
 */
export async function expectExact(
  database: InfluxDatabase,
  listed: readonly Told[],
  sent: { readonly calls: number; readonly turns: number },
): Promise<void> {
  expect(listed).toHaveLength(sent.calls);
  expect(await recordedCalls(database)).toEqual(listed);
  const turns = await recordedTurns(database);
  expect(turns).toHaveLength(sent.turns);
  expect(new Set(turns).size).toBe(sent.turns);
  const outcomes = numbersOf(listed.map(({ outcome }) => [outcome, 1]));
  expect(await recordedOutcomes(database, 'kpi_1m')).toEqual(outcomes);
  expect(await recordedOutcomes(database, 'kpi_1h')).toEqual(outcomes);
}
