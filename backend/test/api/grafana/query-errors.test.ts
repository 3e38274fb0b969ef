import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { fieldOf } from './support/read-rows.js';

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW, 'unix', {
    CALLSIGHT_QUERY_MAX_ROWS: '2',
    CALLSIGHT_QUERY_MAX_BUCKETS: '50',
  });
  asker = await newAsker(service, CALLS);
});
afterAll(() => service.stop());

/** A wrong query between two right ones. */
async function among(model: object): Promise<{ status: number; error: string; errorSource: string }> {
  const right = (refId: string) => ({ ...DAY, refId, model: { metrics: ['calls.count'] } });
  const answers = await service.host.queryData(asker.datasource, [
    right('A'),
    { ...DAY, refId: 'B', model },
    right('C'),
  ]);
  expect(Object.keys(answers).sort()).toEqual(['A', 'B', 'C']);
  for (const refId of ['A', 'C']) {
    const { status, error, errorSource, frames } = answers[refId]!;
    expect([refId, status, error, errorSource, frames[0]!.refId]).toEqual([refId, 200, '', '', refId]);
    expect(fieldOf(frames[0]!, 'calls.count').values).toEqual([3]);
  }
  const { status, error, errorSource, frames } = answers['B']!;
  expect(frames).toEqual([]);
  return { status, error, errorSource };
}

test.each([
  ['a metric', { metrics: ['calls.cuont'] }, 'no metric "calls.cuont"; nearest: calls.count', '/metrics/0'],
  [
    'a dimension',
    { metrics: ['calls.count'], groupBy: ['agnet'] },
    'no dimension "agnet"; nearest: agent',
    '/groupBy/0',
  ],
  [
    'a filter',
    { metrics: ['calls.count'], filters: [{ dimension: 'qeue', op: 'in', values: ['a'] }] },
    'no dimension "qeue"; nearest: queue',
    '/filters/0/dimension',
  ],
  ['a comparison', { metrics: ['calls.count'], compare: 'last_weak' }, 'no comparison "last_weak"', '/compare'],
  [
    'a step',
    { version: 1, queryType: 'calls', calls: { funnel: { steps: ['call.started'] }, step: 'call.startd' } },
    'call.startd',
    '/calls/step',
  ],
  ['a funnel', { version: 1, queryType: 'funnel', funnel: { id: 'appointmnt' } }, 'appointmnt', '/funnel/id'],
])(
  '%s that is not known is told with the nearest and its place, and the other queries are answered',
  async (_name, model, words, path) => {
    const { status, error, errorSource } = await among(model);
    expect([status, errorSource]).toEqual([400, 'downstream']);
    expect(error).toContain(words);
    expect(error).toMatch(new RegExp(`\\(at ${path}\\)`));
    expect(error).not.toContain('\n');
  },
);

test.each([
  ['rows', { metrics: ['calls.count'], groupBy: ['agent', 'hour_of_day'] }, 'more than 2 rows'],
  ['buckets', { metrics: ['calls.count'], interval: '1m' }, '50 are the most'],
])('an answer of too many %s is refused with what would be less', async (_name, model, words) => {
  expect(await among(model)).toMatchObject({ status: 400, error: expect.stringContaining(words) });
});

test('what a filter is asked with is told where it is wrong', async () => {
  const filter = (op: string, value: unknown) => ({
    metrics: ['calls.count'],
    filters: [{ dimension: 'agent', op, values: [value] }],
  });
  expect((await among(filter('=~', '('))).error).toContain('not a regular expression');
  expect((await among(filter('>', 3))).error).toContain('compares numbers');
});

test('a dimension that the metrics do not share is told with those that they do', async () => {
  const { status, error } = await among({ metrics: ['health.checks'], groupBy: ['agent'] });
  expect(status).toBe(400);
  expect(error).toContain('component');
  // Each of them once.
  expect(error.split('component')).toHaveLength(2);
});

test('names of queries are theirs, however odd', async () => {
  const odd = ['__proto__', 'constructor', 'Ä 1', '0', 'x'.repeat(64)];
  const answers = await service.host.queryData(
    asker.datasource,
    odd.map((refId) => ({ ...DAY, refId, model: { metrics: ['calls.count'] } })),
  );
  expect(
    new Map(Object.entries(answers).map(([refId, { status, frames }]) => [refId, [status, frames[0]?.refId]])),
  ).toEqual(new Map(odd.map((refId) => [refId, [200, refId]])));
});
