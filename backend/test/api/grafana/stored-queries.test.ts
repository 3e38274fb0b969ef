import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import type { Answer } from './support/plugin-host.js';
import { fieldOf, rowsOf } from './support/read-rows.js';

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, CALLS);
});
afterAll(() => service.stop());

async function answerTo(model: object | string, range: { from?: string; to?: string } = DAY): Promise<Answer> {
  const { A } = await service.host.queryData(asker.datasource, [{ ...range, model }]);
  return A!;
}

/** Names of the columns, which tell what was asked. */
async function asked(model: object): Promise<readonly string[]> {
  const { status, error, frames } = await answerTo(model);
  if (status !== 200) throw new Error(error);
  return frames[0]!.fields.map(({ name }) => name);
}

test('version 0: a metric and a group as texts', async () => {
  const [frame] = await asker.frames({ metric: 'calls.count', groupBy: 'agent' }, DAY);
  expect(rowsOf(frame!)).toEqual([
    { agent: 'anna', 'calls.count': 2 },
    { agent: 'ben', 'calls.count': 1 },
  ]);
});

test('version 0: what the HTTP API takes', async () => {
  const query = {
    metrics: ['calls.count'],
    groupBy: ['agent'],
    orderBy: { metric: 'calls.count', dir: 'asc' },
    limit: 1,
  };
  expect(rowsOf((await asker.frames(query, DAY))[0]!)).toEqual([{ agent: 'ben', 'calls.count': 1 }]);
  expect(rowsOf((await asker.frames({ calls: { limit: 1 } }, DAY))[0]!)).toMatchObject([{ call_id: 'a2' }]);
  const [funnel] = await asker.frames({ funnel: { steps: ['call.started', 'call.answered'], window: '1h' } }, DAY);
  expect(fieldOf(funnel!, 'reached').values).toEqual([3, 2]);
});

test('what Grafana stores besides is of no account', async () => {
  const grafanas = {
    datasource: { type: 'callsight-calls-datasource', uid: 'callsight' },
    datasourceId: 7,
    intervalMs: 60_000,
    maxDataPoints: 43_200,
    key: 'Q-1',
    queryType: '',
    window: { unknown: true },
  };
  expect(await asked({ ...grafanas, metric: 'calls.count' })).toEqual(['calls.count']);
});

test('the kind says which part is asked; the others rest where the editor left them', async () => {
  const parts = {
    version: 1,
    metrics: ['calls.count'],
    groupBy: ['agent'],
    funnel: { steps: ['call.started'], window: '1h' },
    paths: { limit: 5 },
    calls: { limit: 1 },
    annotations: { kinds: ['no such kind'] },
  };
  expect(await asked({ ...parts, queryType: 'metrics' })).toEqual(['agent', 'calls.count']);
  expect((await asked({ ...parts, queryType: 'funnel' })).slice(0, 2)).toEqual(['step', 'reached']);
  expect(await asked({ ...parts, queryType: 'paths' })).toEqual(['from', 'to', 'count']);
  expect((await asked({ ...parts, queryType: 'calls' })).slice(0, 2)).toEqual(['started_at', 'call_id']);
  expect(await answerTo({ ...parts, queryType: 'annotations' })).toMatchObject({
    status: 400,
    error: expect.stringContaining('no annotation "no such kind"'),
  });
});

test('a kind whose part is not there yet is asked for as a whole', async () => {
  expect((await asked({ version: 1, queryType: 'calls' }))[0]).toBe('started_at');
  expect((await asked({ version: 1, queryType: 'annotations' }))[0]).toBe('time');
});

test('a query that a panel hides is answered: an expression may need it', async () => {
  expect(await asked({ version: 1, queryType: 'metrics', metrics: ['calls.count'], hide: true })).toEqual([
    'calls.count',
  ]);
});

test('a query of a newer version is refused, with what to do', async () => {
  expect(await answerTo({ version: 2, queryType: 'metrics', metrics: ['calls.count'] })).toEqual({
    status: 400,
    error:
      'this query was stored by a newer plugin (version 2, this service reads up to 1); update the service (at /version)',
    errorSource: 'downstream',
    frames: [],
    size: 0,
  });
});

test.each([
  ['no JSON', '{"metrics": [', 'the stored query is not a JSON object'],
  ['an array', '[]', 'the stored query is not a JSON object'],
  ['null', 'null', 'the stored query is not a JSON object'],
  ['a text', '"calls.count"', 'the stored query is not a JSON object'],
  ['nothing', '', 'the stored query is not a JSON object'],
  [
    'a kind that is none',
    { version: 1, queryType: 'metricz' },
    'no queryType "metricz"; nearest: metrics (at /queryType)',
  ],
  ['no kind', { version: 1, metrics: ['calls.count'] }, 'no queryType "null"'],
  ['a kind that is no text', { version: 1, queryType: ['metrics'] }, 'no queryType "["metrics"]"'],
  ['the name of another part for its kind', { version: 1, queryType: 'refId' }, 'no queryType "refId"'],
  ['a form that is none', { metric: 'calls.count', format: 'tabel' }, 'no format "tabel"; nearest: table (at /format)'],
  ['a form that is no text', { metric: 'calls.count', format: 7 }, 'no format "7"'],
  ['no metric', { version: 1, queryType: 'metrics' }, 'metrics'],
  ['metrics that are none', { metrics: { a: 1 } }, 'metrics'],
  ['a part that is none', { version: 1, queryType: 'calls', calls: 'all' }, 'calls'],
  ['an interval that is none', { metric: 'calls.count', interval: ['1h'] }, 'interval'],
])('%s is told', async (_name, model, words) => {
  expect(await answerTo(model)).toMatchObject({
    status: 400,
    errorSource: 'downstream',
    error: expect.stringContaining(words),
    frames: [],
  });
});

test('a query without a range is told', async () => {
  expect(await answerTo({ metric: 'calls.count' }, {})).toMatchObject({
    status: 400,
    error: 'the query has no time range (at /timeRange)',
  });
  expect(await answerTo({ metric: 'calls.count', interval: 'auto' }, {})).toMatchObject({ status: 400 });
});

test.each([
  ['that ends before it begins', { from: DAY.to, to: DAY.from }],
  ['of no length', { from: DAY.from, to: DAY.from }],
  ['before all calls', { from: '1970-01-01T00:00:00Z', to: '1970-01-02T00:00:00Z' }],
  ['after all calls', { from: '+010000-01-01T00:00:00Z', to: '+010001-01-01T00:00:00Z' }],
])('a range %s is told', async (_name, range) => {
  for (const interval of [undefined, '1d', 'auto']) {
    const model = { metric: 'calls.count', ...(interval === undefined ? {} : { interval }) };
    expect(await answerTo(model, range)).toMatchObject({ status: 400, errorSource: 'downstream' });
  }
});
