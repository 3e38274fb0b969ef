import type { ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import { TestService } from '../../support/service/test-service.js';
import { sendAll, usualCalls } from './usual-weeks.js';

const DAY = 86_400_000;

/** Clocks of Berlin went forward on 29 March 2026 and back on 25 October 2026. */
const CHANGES = [
  { name: 'forward', from: Date.parse('2026-02-02T00:00:00Z'), change: Date.parse('2026-03-29T01:00:00Z') },
  { name: 'back', from: Date.parse('2026-08-31T00:00:00Z'), change: Date.parse('2026-10-25T01:00:00Z') },
];

const THRESHOLDS = [
  { id: 'more', title: 'More', metric: 'calls.count', kind: 'usual', direction: 'above' },
  { id: 'fewer', title: 'Fewer', metric: 'calls.count', kind: 'usual', direction: 'below' },
  { id: 'nobody', title: 'Nobody', metric: 'calls.count', kind: 'silence' },
];

describe.each(CHANGES)('two weeks after clocks went $name', ({ from, change }) => {
  const now = change + 15 * DAY;
  const settings = { CALLSIGHT_TIMEZONE: 'Europe/Berlin' };
  const service = TestService.forTests(now, settings);

  beforeAll(async () => {
    // Opens sharply at eight by the clock of the wall, and closes at six.
    const zone = 'Europe/Berlin';
    await sendAll(service.main, usualCalls({ seed: 5, weeks: 11, peak: 120, until: now, from, shape: 'sharp', zone }));
    await service.waitUntilProjected();
  }, 300_000);

  const alarmsOf = async (threshold: object): Promise<unknown[]> => {
    const range = { from: change - 12 * 3_600_000, to: change + 14 * DAY };
    const { episodes } = (await service.main.post('/v1/thresholds/preview', {
      threshold,
      ...range,
    })) as ThresholdPreview;
    return episodes.filter(({ level }) => level === 'critical');
  };

  it.each(THRESHOLDS)('$id raise no alarm in the zone of the office', async (threshold) => {
    expect(await alarmsOf(threshold)).toEqual([]);
  });

  it('would raise some with a baseline that follows UTC', async () => {
    const schedule = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', timezone: 'UTC' };
    const alarms = await Promise.all(THRESHOLDS.map((threshold) => alarmsOf({ ...threshold, schedule })));
    expect(alarms.flat().length).toBeGreaterThan(5);
  });
});
