import { phoneCall } from '../../support/events/call.js';
import { callEvent, microsOf } from '../../support/events/event.js';
import { newAsker, type Asker } from './support/asking.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { fieldOf } from './support/read-rows.js';

const NOW = Date.parse('2026-11-04T12:00:00Z');

/** Days of this range begin at 00:00 UTC, at 23:00 UTC in Berlin (22:00 in summer), at 18:30 UTC in Kolkata. */
const RANGE = { from: '2026-03-02T12:00:00Z', to: '2026-03-03T12:00:00Z' };
const DAYS = {
  utc: ['2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'],
  berlin: ['2026-03-01T23:00:00Z', '2026-03-02T23:00:00Z'],
  kolkata: ['2026-03-01T18:30:00Z', '2026-03-02T18:30:00Z'],
} as const;

let service: GrafanaService;
let asker: Asker;
beforeAll(async () => {
  service = await startGrafanaService(NOW);
  // Half an hour to midnight in Berlin, before the clocks are set forward, and as long after the night of it.
  asker = await newAsker(service, [
    ...phoneCall({ start: '2026-03-28T22:30:00Z' }),
    ...phoneCall({ start: '2026-03-28T23:30:00Z' }),
    ...phoneCall({ start: '2026-03-29T21:59:59Z' }),
    ...phoneCall({ start: '2026-03-29T22:00:00Z' }),
  ]);
});
afterAll(() => service.stop());

describe('the zone of days', () => {
  const daysIn = async (ofQuery: string | undefined, ofDatasource: string | undefined): Promise<unknown> => {
    const datasource = { ...asker.datasource, ...(ofDatasource === undefined ? {} : { timezone: ofDatasource }) };
    const model = {
      metrics: ['calls.count'],
      interval: '1d',
      ...(ofQuery === undefined ? {} : { timezone: ofQuery }),
    };
    const { A } = await service.host.queryData(datasource, [{ ...RANGE, model }]);
    if (A?.status !== 200) throw new Error(A?.error);
    expect(A.frames[0]!.meta['custom']).toMatchObject({ timezone: expect.any(String) });
    return A.frames[0]!.fields[0]!.values;
  };

  it.each([
    ['that of the query', 'Europe/Berlin', 'Asia/Kolkata', DAYS.berlin],
    ['that of the datasource where the query names none', undefined, 'Asia/Kolkata', DAYS.kolkata],
    ['that of the datasource where the query has an empty one', '', 'Asia/Kolkata', DAYS.kolkata],
    ['that of the datasource where the query leaves it to a browser', 'browser', 'Asia/Kolkata', DAYS.kolkata],
    ['UTC where nobody names one', undefined, undefined, DAYS.utc],
    ['UTC where the datasource has an empty one', 'browser', '', DAYS.utc],
    ['UTC where both leave it to a browser', 'browser', 'browser', DAYS.utc],
    ["UTC in Grafana's own letters", 'utc', 'Asia/Kolkata', DAYS.utc],
  ])('is %s', async (_name, ofQuery, ofDatasource, days) => {
    expect(await daysIn(ofQuery, ofDatasource)).toEqual(days);
  });

  it('may also be wrong, which is told', async () => {
    await expect(daysIn('Europe/Berln', undefined)).rejects.toThrow('"Europe/Berln" is no IANA time zone');
    await expect(daysIn(undefined, 'Mars/Olympus')).rejects.toThrow('"Mars/Olympus" is no IANA time zone');
  });

  it('of queries in one request is that of each', async () => {
    const of = (refId: string, timezone: string) => ({
      ...RANGE,
      refId,
      model: { metrics: ['calls.count'], interval: '1d', timezone },
    });
    const answers = await service.host.queryData(asker.datasource, [of('A', 'Europe/Berlin'), of('B', 'Asia/Kolkata')]);
    expect([answers['A'], answers['B']].map((answer) => answer!.frames[0]!.fields[0]!.values)).toEqual([
      DAYS.berlin,
      DAYS.kolkata,
    ]);
  });
});

it.each([
  [
    'set forward: 29 March has 23 hours',
    { from: '2026-03-27T23:00:00Z', to: '2026-03-30T22:00:00Z' },
    // 28, 29 and 30 March.
    ['2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    [1, 2, 1],
  ],
  [
    'set back: 25 October has 25 hours',
    { from: '2026-10-23T22:00:00Z', to: '2026-10-26T23:00:00Z' },
    ['2026-10-23T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    [0, 0, 0],
  ],
])('days begin at midnight of the place when clocks are %s', async (_name, range, days, counts) => {
  const [frame] = await asker.frames(
    { metrics: ['calls.count'], interval: '1d' },
    { ...range, timezone: 'Europe/Berlin' },
  );
  expect(frame!.fields.map(({ values }) => values)).toEqual([days, counts]);
});

it('hours of the day are those of the place', async () => {
  const range = { from: '2026-03-28T00:00:00Z', to: '2026-03-30T00:00:00Z', timezone: 'Europe/Berlin' };
  const [frame] = await asker.frames({ metrics: ['calls.count'], groupBy: ['weekday', 'hour_of_day'] }, range);
  expect(frame!.fields.map(({ values }) => values)).toEqual([
    [1, 6, 7, 7],
    [0, 23, 0, 23],
    [1, 1, 1, 1],
  ]);
});

it('times of calls are exact to the microsecond', async () => {
  // Of what is told as 2026-11-03T10:00:00.000001Z and so on; a double in milliseconds has only 244 ns to spare.
  const micros = [0, 1, 123_456, 500_000, 999_999];
  const exact = await newAsker(
    service,
    micros.flatMap((micro, index) => {
      const start = microsOf('2026-11-03T10:00:00Z') + micro;
      return [
        callEvent('call.started', `c${index}`, start, { direction: 'inbound', agent: { id: 'anna' } }),
        callEvent('call.answered', `c${index}`, start + 1_000_001, {}),
      ];
    }),
  );
  const day = { from: '2026-11-03T00:00:00Z', to: '2026-11-04T00:00:00Z' };
  const [frame] = await exact.frames({ queryType: 'calls', version: 1, calls: {} }, day);
  expect([...fieldOf(frame!, 'started_at').values].reverse()).toEqual([
    '2026-11-03T10:00:00Z',
    '2026-11-03T10:00:00.000001Z',
    '2026-11-03T10:00:00.123456Z',
    '2026-11-03T10:00:00.5Z',
    '2026-11-03T10:00:00.999999Z',
  ]);
  expect([...fieldOf(frame!, 'answered_at').values].reverse()).toEqual([
    '2026-11-03T10:00:01.000001Z',
    '2026-11-03T10:00:01.000002Z',
    '2026-11-03T10:00:01.123457Z',
    '2026-11-03T10:00:01.500001Z',
    '2026-11-03T10:00:02Z',
  ]);
});
