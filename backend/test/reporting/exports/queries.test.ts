import type { FrameField, FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import { phoneCall } from '../../support/events/call.js';
import { framesOf } from '../../support/frames.js';
import { TestService } from '../../support/service/test-service.js';
import { csvRows, exported, parquetRows, sheetsOf } from './exported.js';

jest.setTimeout(180_000);

const NOW = Date.UTC(2026, 10, 1);
const RANGE = { from: '2026-10-20T00:00:00Z', to: '2026-10-28T00:00:00Z', timezone: 'Europe/Berlin' };

const calls = Array.from({ length: 130 }, (_, index) =>
  phoneCall({
    id: `call-${index}`,
    start: Date.UTC(2026, 9, 24, 20) * 1_000 + index * 777_777_777,
    agent: ['anna', 'ben', '=cleo'][index % 3] ?? '',
    caller: `+49309018${String(100 + (index % 40))}`,
    ...(index % 5 === 0 ? {} : { answered: 1 + (index % 7) / 3 }),
    ended: 40 + index / 7,
    end: { cost: { total: (0.01 + index / 997).toFixed(6), currency: 'EUR' }, errors: index % 4 },
    analyzed: { success: index % 2 === 0, sentiment: index / 130 },
  }),
).flat();

const QUERIES: Readonly<Record<string, object>> = {
  metrics: {
    metrics: ['calls.count', 'calls.answer_rate', 'calls.duration.p95', 'calls.cost.sum'],
    groupBy: ['agent'],
    interval: '1d',
    compare: 'previous_period',
  },
  total: { metrics: ['calls.count', 'callers.unique', 'calls.sentiment.mean', 'turns.latency.p95'] },
  funnel: { funnel: { steps: ['call.started', 'call.answered', 'call.ended'] } },
  paths: { paths: {} },
  attribution: { attribution: { model: 'linear', groupBy: ['source'] } },
  segments: { segments: { metrics: ['calls.answer_rate'], by: 'agent' } },
};

describe('exports of queries', () => {
  const service = TestService.forTests(NOW);
  beforeAll(async () => {
    await service.main.send(calls);
    await service.waitUntilProjected();
  });

  const answerOf = (query: object): Promise<QueryAnswer> =>
    service.main.query({ ...RANGE, queries: [{ refId: 'A', ...query }] });

  /** The answer of a query: its fields, and its rows. */
  async function answerRows(query: object): Promise<{ fields: readonly FrameField[]; rows: FrameValue[][] }> {
    const [frame] = framesOf(await answerOf(query));
    const { schema, data } = frame ?? { schema: { fields: [] }, data: { values: [] } };
    const rows = (data.values[0] ?? []).map((_, row) => data.values.map((column) => column[row] ?? null));
    return { fields: schema.fields, rows };
  }

  it.each(Object.entries(QUERIES))('have the very values of the answer: %s', async (_, query) => {
    const { fields, rows } = await answerRows(query);
    const reply = await exported(service, 'ndjson', { ...RANGE, query });
    expect([reply.status, reply.error.message]).toEqual([200, undefined]);
    expect(reply.headers['x-callsight-rows-total']).toBe(String(rows.length));
    const lines = reply.bytes.toString().split('\n').slice(0, -1);
    const found = lines.map((line) => Object.entries(JSON.parse(line) as Record<string, FrameValue>));
    const plain = (value: FrameValue, column: number): FrameValue =>
      fields[column]?.type === 'time' && typeof value === 'string' ? Date.parse(value) : value;
    expect(found.map((row) => row.map(([, value], column) => plain(value, column)))).toEqual(rows);
    for (const row of found) for (const [index, [name]] of row.entries()) expect(name).toContain(fields[index]?.name);
  });

  it.each(Object.entries(QUERIES))('have the same rows in every format: %s', async (_, query) => {
    const { fields, rows } = await answerRows(query);
    const body = { ...RANGE, query };
    expect(await csvRows((await exported(service, 'csv', body)).bytes)).toHaveLength(rows.length + 1);
    const [, sheet] = await sheetsOf((await exported(service, 'xlsx', body)).bytes);
    expect(sheet?.rows).toHaveLength(rows.length + 1);
    const numbers = fields.flatMap(({ type, name }, index) => (type === 'number' ? [{ name, index }] : []));
    const parquet = await parquetRows((await exported(service, 'parquet', body)).bytes, 'FROM FILE');
    expect(parquet).toHaveLength(rows.length);
    for (const { name, index } of numbers)
      expect(parquet.map((row) => (row[name] === null ? null : Number(row[name])))).toEqual(
        rows.map((row) => row[index]),
      );
  });

  it('have units as types of cells, and headings of people', async () => {
    const { bytes } = await exported(service, 'xlsx', { ...RANGE, query: QUERIES['metrics'] });
    const [about, sheet] = await sheetsOf(bytes);
    const [heading = [], ...rows] = sheet?.rows ?? [];
    const formats = new Map(
      heading.map((cell, index) => [cell?.value, rows.find((row) => row[index] !== null)?.[index]?.format]),
    );
    expect(sheet?.name).toBe('Metrics');
    expect(formats.get('Calls')).toBe('#,##0');
    expect(formats.get('Answer rate')).toBe('0.0%');
    expect(formats.get('Cost')).toBe('#,##0.00\\ "EUR"');
    expect(formats.get('Duration, 95th percentile')).toBe('[h]:mm:ss');
    expect(about?.rows.some(([label]) => label?.value === 'Answer rate')).toBe(true);
  });

  it('of calls are followed to their end, the latest first, from where a cursor leads to', async () => {
    const query = { calls: { limit: 50, filters: [{ dimension: 'agent', op: 'in', values: ['anna', '=cleo'] }] } };
    const ids: FrameValue[] = [];
    let cursor: string | null | undefined;
    let second: string | undefined;
    do {
      const page = { calls: { ...query.calls, ...(typeof cursor === 'string' ? { cursor } : {}) } };
      const [frame] = framesOf(await answerOf(page));
      ids.push(...(frame?.data.values[1] ?? []));
      ({ nextCursor: cursor } = frame?.schema.meta['custom'] as { nextCursor: string | null });
      second ??= cursor ?? undefined;
    } while (cursor !== null);
    expect(ids.length).toBeGreaterThan(80);
    const exportedIds = async (calls: object): Promise<string[]> => {
      const rows = await csvRows((await exported(service, 'csv', { ...RANGE, query: { calls } })).bytes);
      return rows.slice(1).map((row) => row[1] ?? '');
    };
    expect(await exportedIds(query.calls)).toEqual(ids);
    expect(await exportedIds({ ...query.calls, cursor: second })).toEqual(ids.slice(50));
  });

  it('of the calls of a cell of a funnel are those calls, with the columns of the list', async () => {
    const funnel = { steps: ['call.started', 'call.answered'], window: '1h' };
    const cell = { funnel, step: 'call.started', end: 'dropped' };
    const [frame] = framesOf(await answerOf({ calls: { ...cell, limit: 1_000 } }));
    const rows = await csvRows((await exported(service, 'csv', { ...RANGE, query: { calls: cell } })).bytes);
    expect(rows[0]).toEqual(frame?.schema.fields.map(({ name }) => name));
    expect(rows.slice(1).map((row) => row[1])).toEqual(frame?.data.values[1]);
    expect(rows.length).toBeGreaterThan(10);
  });

  it('are refused as the query itself is', async () => {
    const reply = await exported(service, 'csv', { ...RANGE, query: { metrics: ['calls.cout'] } });
    expect([reply.status, reply.error.code]).toEqual([400, 'unknown_metric']);
    const histogram = { funnel: { steps: ['call.started', 'call.answered'], histogram: true } };
    const frames = framesOf(await answerOf(histogram)).length;
    expect(frames).toBeGreaterThan(1);
    const refused = await exported(service, 'csv', { ...RANGE, query: histogram });
    expect([refused.status, refused.error.code]).toEqual([400, 'several_tables']);
    const sheets = await sheetsOf((await exported(service, 'xlsx', { ...RANGE, query: histogram })).bytes);
    expect(sheets).toHaveLength(frames + 1);
  });
});
