import { buildModels } from '../../../../src/panels/funnel/model/build-models';
import { frame } from './frame';

const row = (step: string, reached: number, dropped: number, pending: number, more: object = {}) => ({
  step,
  reached,
  dropped,
  pending,
  rate_total: reached / 100,
  rate_step: null,
  rate_total_low: null,
  rate_total_high: null,
  median_s: null,
  p90_s: null,
  rate_step_low: null,
  rate_step_high: null,
  ...more,
});

const META = {
  custom: {
    funnel: {
      unit: 'caller',
      steps: [
        { step: 'a', title: 'Start' },
        { step: 'b', title: 'End' },
      ],
    },
  },
};

test('reads steps, counts and titles', () => {
  const [model] = buildModels([frame([row('a', 100, 50, 10), row('b', 40, 0, 0)], META)], 6);
  expect(model).toMatchObject({
    refId: 'A',
    unit: 'caller',
    hidden: 0,
    steps: [
      { id: 'a', title: 'Start' },
      { id: 'b', title: 'End' },
    ],
  });
  expect(model?.segments).toHaveLength(1);
  expect(model?.segments[0]).toMatchObject({
    label: '',
    values: [],
    cells: [{ reached: 100, dropped: 50, pending: 10 }, { reached: 40 }],
  });
});

test('any other column is a breakdown, and only so many segments are kept', () => {
  const rows = ['google', null, 'bing'].flatMap((source) => [
    row('a', 10, 6, 0, { source }),
    row('b', 4, 0, 0, { source }),
  ]);
  const [model] = buildModels([frame(rows, META)], 2);
  expect(model?.hidden).toBe(1);
  expect(model?.segments.map(({ label }) => label)).toEqual(['google', '(none)']);
  expect(model?.segments[1]?.values).toEqual([{ dimension: 'source', value: null }]);
});

test('buckets of a trend are summed', () => {
  // 30 + 70 began, 9 + 21 came through: 30 of 100; Wilson's interval of that is 21.9 % to 39.6 %.
  const rows = [
    row('a', 30, 21, 0, { time: 1 }),
    row('b', 9, 0, 0, { time: 1 }),
    row('a', 70, 49, 0, { time: 2 }),
    row('b', 21, 0, 0, { time: 2 }),
  ];
  const [model] = buildModels([frame(rows, META)], 6);
  const [first, last] = model?.segments[0]?.cells ?? [];
  expect(first).toMatchObject({ reached: 100, dropped: 70, rateTotal: 1, rateStep: null });
  expect(last).toMatchObject({ reached: 30, rateTotal: 0.3, rateStep: 0.3, medianS: null });
  expect(last?.totalLow).toBeCloseTo(0.219, 3);
  expect(last?.totalHigh).toBeCloseTo(0.396, 3);
});

test('columns of an earlier range are read with their cell', () => {
  const earlier = {
    reached_previous: 80,
    dropped_previous: 40,
    pending_previous: 0,
    rate_total_previous: 1,
    rate_step_previous: null,
    median_s_previous: null,
  };
  const meta = { custom: { ...META.custom, compare: { kind: 'previous_week', from: 1, to: 2 } } };
  const [model] = buildModels(
    [
      frame(
        [
          row('a', 100, 60, 0, earlier),
          row('b', 40, 0, 0, { ...earlier, reached_previous: 40, rate_total_previous: 0.5 }),
        ],
        meta,
      ),
    ],
    6,
  );
  expect(model?.compare).toEqual({ kind: 'previous_week', from: 1, to: 2 });
  expect(model?.segments).toHaveLength(1);
  expect(model?.segments[0]?.cells[1]?.earlier).toMatchObject({ reached: 40, rateTotal: 0.5 });
});

test('times belong to the funnel of the same query, and gaps between bins are filled', () => {
  const funnel = frame([row('a', 100, 60, 0), row('b', 40, 0, 0)], META);
  const times = frame([
    { step: 'b', from_s: 1, to_s: 2, count: 5 },
    { step: 'b', from_s: 8, to_s: 16, count: 3 },
  ]);
  const other = frame([{ step: 'b', from_s: 1, to_s: 2, count: 9 }], {}, 'B');
  const [model] = buildModels([other, funnel, times], 6);
  expect(model?.segments[0]?.cells[1]?.bins.map(({ fromS, count }) => [fromS, count])).toEqual([
    [1, 5],
    [2, 0],
    [4, 0],
    [8, 3],
  ]);
  expect(model?.segments[0]?.cells[0]?.bins).toEqual([]);
});

test('frames that are no funnel are passed over', () => {
  expect(buildModels([frame([{ time: 1, value: 2 }])], 6)).toEqual([]);
  expect(buildModels([frame([])], 6)).toEqual([]);
});
