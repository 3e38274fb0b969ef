import {
  bernoulliNats,
  countNats,
  limitCountNats,
  meanNats,
  natsOfUsualCall,
  rateNats,
  silenceNats,
  slowNats,
} from '../../../src/monitoring/evidence/evidence.js';
import { Accumulator, nextLevel } from '../../../src/monitoring/evidence/accumulate.js';
import {
  minutesForCount,
  minutesForRate,
  minutesForSilence,
} from '../../../src/monitoring/evidence/expected-minutes.js';
import { minuteBar, silenceBar, stepBar } from '../../../src/monitoring/evidence/sensitivity.js';
import { isOpen } from '../../../src/monitoring/thresholds/schedule.js';

describe('evidence of one step, worked by hand', () => {
  it('of counts: x·ln(2/1.1) − 0.9·m above, −x·ln(2/1.1) + (1/1.1 − 1/2)·m below', () => {
    expect(countNats('above', 12, 5)).toBeCloseTo(12 * 0.5978370007556204 - 4.5, 12);
    expect(countNats('below', 2, 10)).toBeCloseTo(-2 * 0.5978370007556204 + 10 * 0.4090909090909091, 12);
    // Nobody calls and nobody was expected: nothing was learned.
    expect(Math.abs(countNats('below', 0, 0))).toBeLessThan(1e-5);
  });

  it('of a call that is one of twice as many as usual: 0.296 nats', () => {
    expect(natsOfUsualCall('above')).toBeCloseTo(0.2957, 4);
  });

  it('of rates: k·ln(b/a) + (n − k)·ln((1 − b)/(1 − a))', () => {
    // 2 errors of 20 at a usual 2 %: a = 2.4 %, b = 5 %.
    const nats = 2 * Math.log(0.05 / 0.024) + 18 * Math.log(0.95 / 0.976);
    expect(rateNats('above', 2, 20, 0.02)).toBeCloseTo(nats, 12);
    expect(rateNats('below', 3, 20, 0.25)).toBeCloseTo(bernoulliNats(3, 20, 0.2, 0.125), 12);
  });

  it('of slow values: a rate of 1.4 and 2.5 times the usual share, divided by the design effect', () => {
    expect(slowNats(9, 40, 0.06, 2)).toBeCloseTo(bernoulliNats(9, 40, 0.084, 0.15) / 2, 12);
  });

  it('of means: (0.45 / v)·(y − 0.275), v = 0.05² + c²/n, y between −1 and 3', () => {
    expect(meanNats('above', 60, 20, 2, 0.8)).toBeCloseTo((0.45 / (0.0025 + 0.04)) * (0.5 - 0.275), 10);
    expect(meanNats('above', 6_000, 20, 2, 0.8)).toBeCloseTo((0.45 / 0.0425) * 2.725, 10);
    expect(meanNats('above', 0, 0, 2, 0.8)).toBe(0);
  });

  it('of a limit: at the limit against twice of it', () => {
    expect(limitCountNats('above', 10, 5)).toBeCloseTo(10 * Math.LN2 - 5, 12);
  });

  it('of silence: −ln P(no call), which is 12 at about fourteen expected calls', () => {
    expect(silenceNats(14.4, 0.005)).toBeGreaterThan(11.7);
    expect(silenceNats(14.4, 0.005)).toBeLessThan(12);
    expect(silenceNats(15, 0.005)).toBeGreaterThan(12);
  });
});

describe('levels', () => {
  it('need at least two steps that agree, however large a step is', () => {
    for (const bar of [minuteBar('normal'), stepBar('normal'), stepBar('keen')]) {
      const accumulator = new Accumulator(bar);
      expect(accumulator.add(1e9, false)).not.toBe('critical');
      let steps = 1;
      while (accumulator.level !== 'critical') {
        accumulator.add(1e9, false);
        steps += 1;
      }
      expect(steps).toBe(Math.floor(bar.critical / bar.cap) + 1);
    }
  });

  it('are left at a third of what they were reached with, so that noise does not flap', () => {
    expect(nextLevel('ok', 0.71)).toBe('warning');
    expect(nextLevel('ok', 1.01)).toBe('critical');
    expect(nextLevel('critical', 0.4)).toBe('critical');
    expect(nextLevel('critical', 0.34)).toBe('ok');
    expect(nextLevel('warning', 0.4)).toBe('warning');
    expect(nextLevel('ok', 0.6)).toBe('ok');
  });

  it('end at once when the last half hour looks normal again', () => {
    const accumulator = new Accumulator(stepBar('normal'));
    for (let step = 0; step < 5; step += 1) accumulator.add(6, false);
    expect(accumulator.level).toBe('critical');
    expect(accumulator.add(0, true)).toBe('ok');
  });
});

describe('the usual time to find', () => {
  it('is what is needed, divided by what the calls of a minute bring', () => {
    expect(minutesForCount('above', minuteBar('normal'), 4)).toBeCloseTo(13 / (4 * 0.2957), 1);
    expect(minutesForSilence(silenceBar('normal'), 2, 0.005)).toBeCloseTo(7.2, 0);
    expect(minutesForRate('above', stepBar('normal'), 4, 0.02)).toBeGreaterThan(
      minutesForRate('above', stepBar('keen'), 4, 0.02),
    );
  });
});

describe('a schedule', () => {
  const at = (text: string): number => Date.parse(`${text}Z`) / 60_000;
  const night = { weekdays: [5], from: '22:00', to: '06:00', timezone: 'UTC' };

  it.each([
    ['2026-05-08T21:59', false],
    ['2026-05-08T22:00', true],
    ['2026-05-09T05:59', true],
    ['2026-05-09T06:00', false],
    ['2026-05-09T22:00', false],
  ])('over midnight belongs to the day on which it begins: %s is %s', (time, open) => {
    // 2026-05-08 was a Friday.
    expect(isOpen(night, new Set(), at(time))).toBe(open);
  });

  it('is closed on days of its calendar, the night that begins on them included', () => {
    const friday = at('2026-05-08T00:00') / 1_440;
    expect(isOpen(night, new Set([friday]), at('2026-05-09T01:00'))).toBe(false);
    const day = { weekdays: [5, 6], from: '00:00', to: '24:00', timezone: 'UTC' };
    expect(isOpen(day, new Set([friday]), at('2026-05-08T12:00'))).toBe(false);
    expect(isOpen(day, new Set([friday]), at('2026-05-09T12:00'))).toBe(true);
  });
});
