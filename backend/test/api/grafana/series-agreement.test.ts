import type { Frame, FrameValue } from '@callsight/contract/query/answer';
import fc from 'fast-check';
import { ANCHORS, randomEvents } from '../../stories/random-events.js';
import { newAsker } from './support/asking.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { valueOf } from './support/read-rows.js';
import type { ReadFrame } from './support/read-arrow.js';

const METRICS = [
  'calls.count',
  'calls.answer_rate',
  'calls.asa',
  'calls.aht',
  'calls.duration.p90',
  'calls.cost.sum',
  'calls.cost.mean',
  'calls.concurrency.max',
  'calls.sentiment.mean',
] as const;
const GROUPS = ['agent', 'queue', 'direction', 'success', 'hour_of_day', 'weekday', 'currency', 'source'] as const;

const question = fc.record(
  {
    metrics: fc.subarray([...METRICS], { minLength: 1, maxLength: 3 }),
    groupBy: fc.subarray([...GROUPS], { maxLength: 3 }),
    interval: fc.constantFrom('30m', '3h', '1d', '1w', 'auto'),
    compare: fc.constantFrom('previous_period', 'previous_week'),
    limit: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ['metrics', 'interval'] },
);

const range = fc
  .record({ start: fc.integer({ min: -60, max: 0 }), hours: fc.integer({ min: 1, max: 120 }) })
  .map(({ start, hours }) => ({ start: start * 3_600_000, length: hours * 3_600_000 }));

const textOf = (value: FrameValue | undefined): string => String(value ?? '');

/** Every number under its name, its labels and its time. */
type Points = Map<string, unknown>;

const pointOf = (name: string, labels: Readonly<Record<string, string>>, time: unknown): string =>
  JSON.stringify([name, Object.entries(labels).sort(), time]);

function put(points: Points, key: string, value: unknown): void {
  if (points.has(key)) throw new Error(`two numbers are ${key}`);
  points.set(key, value);
}

function pointsOf({ fields: [time, ...numbers] }: ReadFrame): Points {
  const points: Points = new Map();
  for (const { name, labels = {}, values } of numbers) {
    values.forEach((value, row) => put(points, pointOf(name, labels, time?.values[row]), value));
  }
  return points;
}

/** The same of the long form, without money of another currency than that of the group. */
function pointsOfApi({ schema: { fields }, data: { values } }: Frame): Points {
  const points: Points = new Map();
  const isGroup = (index: number): boolean => index > 0 && fields[index]?.config['unit'] === undefined;
  values[0]?.forEach((time, row) => {
    const group = Object.fromEntries(
      fields.flatMap(({ name }, index) => (isGroup(index) ? [[name, textOf(values[index]?.[row])]] : [])),
    ) as Record<string, string>;
    fields.forEach(({ name, labels = {} }, index) => {
      const isForeign = Object.entries(labels).some(([label, value]) => (group[label] ?? value) !== value);
      if (index === 0 || isGroup(index) || isForeign) return;
      put(points, pointOf(name, { ...group, ...labels }, valueOf(fields[0]!, time)), values[index]?.[row] ?? null);
    });
  });
  return points;
}

let service: GrafanaService;
beforeAll(async () => {
  service = await startGrafanaService(Date.parse('2026-07-01T00:00:00Z'));
});
afterAll(() => service.stop());

test('series hold exactly the numbers of the long form, whatever is asked of whichever calls', async () => {
  const history = fc.constantFrom(...ANCHORS).chain(({ zone, anchor }) =>
    fc.record({
      zone: fc.constant(zone),
      anchor: fc.constant(anchor / 1_000),
      events: randomEvents(anchor, 24),
      asked: fc.array(fc.tuple(question, range), { minLength: 8, maxLength: 8 }),
    }),
  );
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ zone, anchor, events, asked }) => {
      const asker = await newAsker(service, events);
      for (const [model, { start, length }] of asked) {
        const panel = {
          from: new Date(anchor + start).toISOString(),
          to: new Date(anchor + start + length).toISOString(),
          timezone: zone,
        };
        const [frame] = await asker.frames(model, panel);
        const { interval } = frame!.meta['custom'] as { interval: string };
        const [api] = await asker.api({ ...model, interval }, panel);
        const expected = pointsOfApi(api!);
        expect(pointsOf(frame!)).toEqual(expected);
        expect(frame!.meta).toMatchObject({ ...api!.schema.meta, type: 'timeseries-wide', typeVersion: [0, 1] });
        const times = frame!.fields[0]?.values ?? [];
        expect(times).toEqual([...new Set(times)].sort());
        compared += expected.size;
      }
    }),
    { numRuns: 12 },
  );
  expect(compared).toBeGreaterThan(500);
});
