import fc from 'fast-check';
import { linePath, pointScale } from '../../../src/api/overview/charts/line-path.js';
import { scaleTo } from '../../../src/api/overview/charts/plot.js';

describe('the scale of a chart', () => {
  it('reaches from 0 to a round value that is not below the largest, with few gridlines', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (microseconds) => {
        const largest = microseconds / 1_000;
        const { max, ticks } = scaleTo(largest, 220, false);
        expect(max).toBeGreaterThanOrEqual(largest);
        expect([ticks[0], ticks.at(-1)]).toEqual([0, max]);
        expect(ticks.length).toBeGreaterThan(2);
        expect(ticks.length).toBeLessThan(9);
      }),
    );
  });

  it('has whole gridlines for counts', () => {
    for (const largest of [0, 1, 2, 3, 5, 7, 23, 99, 101, 12_345]) {
      const { max, ticks } = scaleTo(largest, 340, true);
      expect(ticks.filter((tick) => !Number.isInteger(tick))).toEqual([]);
      expect([ticks[0], ticks.at(-1)]).toEqual([0, max]);
    }
  });

  it('lies upside down, as pixels do', () => {
    const { y, max, top, height } = scaleTo(90, 340, true);
    expect([max, y(0), y(max), y(max / 2)]).toEqual([100, top + height, top, top + height / 2]);
  });
});

describe('the path of a line', () => {
  it('reaches from edge to edge, and the area below it to the ground', () => {
    expect(linePath([0, 5, 10], 0, 10)).toEqual({
      line: 'M0,100L50,50L100,0',
      area: 'M0,100L50,50L100,0L100,100L50,100L0,100Z',
    });
  });

  it('has gaps where values are missing, and a dot for a lone value', () => {
    expect(linePath([1, 1, null, 1, null], 0, 2).line).toBe('M0,50L25,50M75,50Z');
    expect(linePath([null, null], 0, 2)).toEqual({ line: '', area: '' });
  });

  it('has its only point in the middle', () => {
    expect(pointScale(1)(0)).toBe(50);
    expect(linePath([1], 0, 2).line).toBe('M50,50Z');
  });
});
