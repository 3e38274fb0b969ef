import { layoutFunnel } from '../../../../src/panels/funnel/model/layout';

const space = { width: 1_200, height: 400, steps: 8, segments: 1, orientation: 'auto' } as const;

test('columns where all steps fit side by side, else rows', () => {
  expect(layoutFunnel(space).orientation).toBe('vertical');
  expect(layoutFunnel({ ...space, width: 600 }).orientation).toBe('horizontal');
  expect(layoutFunnel({ ...space, height: 150 }).orientation).toBe('horizontal');
  expect(layoutFunnel({ ...space, width: 600, orientation: 'vertical' })).toMatchObject({
    orientation: 'vertical',
    stepSize: 92,
  });
});

test('the less room, the less is shown', () => {
  const heights = [400, 280, 200].map((height) => layoutFunnel({ ...space, height }).detail);
  expect(heights).toEqual(['all', 'some', 'minimal']);
  const rows = [600, 320, 160].map((height) => layoutFunnel({ ...space, steps: 5, width: 400, height }).detail);
  expect(rows).toEqual(['all', 'some', 'minimal']);
});

test('bars keep a thickness that can be pointed at; the chart scrolls instead', () => {
  const { stepSize, barSize } = layoutFunnel({ ...space, width: 300, height: 200, segments: 10 });
  expect(barSize).toBeGreaterThanOrEqual(6);
  expect(stepSize).toBeGreaterThanOrEqual(10 * 9);
});
