import { booked } from '../../support/events/booking.js';
import { newAsker, type Asker } from './support/asking.js';
import { CALLS, DAY, NOW } from './support/call-day.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { fieldOf } from './support/read-rows.js';
import type { ReadField, ReadFrame } from './support/read-arrow.js';

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  asker = await newAsker(service, [
    ...CALLS,
    booked('b1', '2026-03-03T09:11:00Z', { call: 'a1', starts: '2026-03-05T09:00:00Z' }),
  ]);
});
afterAll(() => service.stop());

interface Link {
  readonly title: string;
  readonly url: string;
  readonly internal: {
    readonly datasourceUid: string;
    readonly datasourceName: string;
    readonly query: { readonly queryType: string; readonly calls: Readonly<Record<string, unknown>> };
  };
}

const linksOf = ({ config }: ReadField): readonly Link[] => (config['links'] ?? []) as readonly Link[];

async function ask(model: object): Promise<ReadFrame> {
  const [frame] = await asker.frames(model, DAY);
  return frame!;
}

/** The columns that lead to calls, and what is asked of calls then. */
const leads = ({ fields }: ReadFrame): unknown[] =>
  fields.flatMap((field) => linksOf(field).map(({ internal }) => [field.name, internal.query.calls]));

/** Follows a link from one row, as Grafana does: it puts the row's values where the link names their columns. */
async function follow({ fields }: ReadFrame, { internal }: Link, row: number): Promise<unknown> {
  const text = JSON.stringify(internal.query).replace(/\$\{__data\.fields\.([^}]+)\}/g, (_, name: string) => {
    const value = fields.find((field) => field.name === name)?.values[row];
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value ?? '')).slice(1, -1);
  });
  return fieldOf(await ask(JSON.parse(text) as object), 'call_id').values;
}

test('a link opens the calls behind a number in Explore, in the same datasource', async () => {
  const frame = await ask({ metrics: ['calls.count'] });
  expect(linksOf(fieldOf(frame, 'calls.count'))).toEqual([
    {
      title: 'Calls',
      url: '',
      internal: {
        datasourceUid: 'callsight',
        datasourceName: 'Callsight',
        query: { refId: 'A', queryType: 'calls', version: 1, calls: { filters: [] } },
      },
    },
  ]);
  expect(await follow(frame, linksOf(frame.fields[0]!)[0]!, 0)).toEqual(['a2', 'b1', 'a1']);
});

test('in a table the group stands in the row; filters of the question stay', async () => {
  const filters = [{ dimension: 'wait', op: '>', values: [4] }];
  const frame = await ask({ metrics: ['calls.count', 'calls.asa'], groupBy: ['agent'], filters });
  const asked = { filters: [...filters, { dimension: 'agent', op: 'in', values: ['${__data.fields.agent}'] }] };
  expect(leads(frame)).toEqual([
    ['calls.count', asked],
    ['calls.asa', asked],
  ]);
  const [link] = linksOf(fieldOf(frame, 'calls.count'));
  expect(await follow(frame, link!, 0)).toEqual(['a2']);
  expect(await follow(frame, link!, 1)).toEqual(['b1']);
});

test('a series knows its group, also that which has no value', async () => {
  const frame = await ask({ metrics: ['calls.count'], groupBy: ['queue', 'success', 'hour_of_day'], interval: '1d' });
  const groupOf = (queue: string | null, success: string | null, hour: string) => [
    'calls.count',
    {
      filters: [
        { dimension: 'queue', op: 'in', values: [queue] },
        { dimension: 'success', op: 'in', values: [success] },
        { dimension: 'hour_of_day', op: 'in', values: [hour] },
      ],
    },
  ];
  expect(leads(frame)).toEqual([
    groupOf('sales', 'false', '10'),
    groupOf('sales', 'true', '9'),
    groupOf(null, null, '10'),
  ]);
  const links = frame.fields.flatMap(linksOf);
  expect(await Promise.all(links.map((link) => follow(frame, link, 0)))).toEqual([['a2'], ['a1'], ['b1']]);
});

test('what was before leads nowhere: its calls lie outside of the range', async () => {
  for (const interval of [undefined, '1d']) {
    const frame = await ask({ metrics: ['calls.count'], compare: 'previous_period', ...(interval && { interval }) });
    expect(leads(frame)).toEqual([['calls.count', { filters: [] }]]);
    expect(fieldOf(frame, 'calls.count_previous').config['links']).toBeUndefined();
  }
});

test.each([
  ['turns', { metrics: ['turns.count'] }],
  ['bookings', { metrics: ['bookings.confirmed'] }],
  [
    'calls and bookings by what only bookings have',
    { metrics: ['bookings.confirmed'], groupBy: ['appointment_status'] },
  ],
  ['checks', { metrics: ['health.checks'], groupBy: ['component'] }],
  ['calls beside turns', { metrics: ['calls.count', 'turns.count'] }],
])('numbers of %s lead to no calls', async (_name, model) => {
  const frame = await ask(model);
  expect(leads(frame)).toEqual([]);
});

test('numbers that calls have a part in lead to those calls', async () => {
  expect(leads(await ask({ metrics: ['bookings.conversion_rate'], groupBy: ['agent'] }))).toHaveLength(1);
});

const FUNNEL = { steps: ['call.started', { step: 'call.answered', title: 'Taken' }], window: '1h' };

test('each cell of a funnel leads to the calls that it counts', async () => {
  const asked = { ...FUNNEL, breakdown: 'agent', histogram: true, limit: 10 };
  const frames = await asker.frames({ queryType: 'funnel', version: 1, funnel: asked }, DAY);
  const [frame, histogram] = frames;
  const cell = (end: string) => [
    end,
    {
      funnel: FUNNEL,
      step: '${__data.fields.step}',
      end,
      filters: [{ dimension: 'agent', op: 'in', values: ['${__data.fields.agent}'] }],
    },
  ];
  expect(leads(frame!)).toEqual([cell('reached'), cell('dropped'), cell('pending')]);
  expect(leads(histogram!)).toEqual([]);
  const counted = fieldOf(frame!, 'step').values.map((_, row) =>
    Promise.all(
      ['reached', 'dropped', 'pending'].map(async (end) => {
        const [link] = linksOf(fieldOf(frame!, end));
        const found = (await follow(frame!, link!, row)) as readonly string[];
        expect(found).toHaveLength(fieldOf(frame!, end).values[row] as number);
        return found;
      }),
    ),
  );
  expect(await Promise.all(counted)).toEqual([
    // Anna: both ring, both are taken.
    [['a2', 'a1'], [], []],
    [['a2', 'a1'], [], []],
    // Ben: one rings and is given up.
    [['b1'], ['b1'], []],
    [[], [], []],
  ]);
});

test('a saved funnel is named by its id in a link, and a comparison has links for its range alone', async () => {
  const { status } = await asker.tenant.request('POST', '/v1/funnels', { id: 'mine', title: 'Mine', ...FUNNEL });
  expect(status).toBe(201);
  const frame = await ask({ queryType: 'funnel', version: 1, funnel: { id: 'mine', compare: 'previous_period' } });
  expect(leads(frame)).toEqual(
    ['reached', 'dropped', 'pending'].map((end) => [
      end,
      { funnel: { id: 'mine' }, step: '${__data.fields.step}', end, filters: [] },
    ]),
  );
});
