import type { ThresholdState } from '@callsight/contract/monitoring/threshold';
import { sendAll, usualCalls } from '../monitoring/thresholds/usual-weeks.js';
import { ServiceProcess } from '../support/service/service-process.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const ERRORS = { id: 'errors', title: 'Calls with errors', metric: 'calls.error_rate', kind: 'usual' };

/** A Monday, so many weeks ago, 00:00 UTC. */
const mondayAgo = (now: number, weeks: number): number => {
  const today = Math.floor(now / DAY);
  // 1970-01-01 was a Thursday.
  return (today - ((today + 3) % 7) - 7 * weeks) * DAY;
};

let service: ServiceProcess;
afterEach(() => service.remove());

/** What does not change with the minute in which it is asked. */
const lasting = ({ group, level, since, fired_24h }: ThresholdState) => ({ group, level, since, fired_24h });

const statesOf = async (): Promise<object[]> =>
  ((await service.main.get('/v1/thresholds/errors/state')) as ThresholdState[]).map(lasting);

test('after a kill, whenever it comes, thresholds and their states are what they were', async () => {
  const variables = { CALLSIGHT_CHECKS_BUILT_IN: 'false' };
  service = await ServiceProcess.start(variables);
  const now = Date.now();
  const incidents = [{ from: now - 6 * HOUR, to: now + HOUR, errors: 0.5 }];
  const weeks = { seed: 17, weeks: 7, from: mondayAgo(now, 6), shape: 'even', peak: 20 } as const;
  await sendAll(service.main, usualCalls({ ...weeks, until: now - 60_000, incidents }));
  await service.waitUntilProjected();
  await service.main.post('/v1/thresholds', ERRORS);
  const before = await statesOf();
  expect(before).toMatchObject([{ level: 'critical', fired_24h: 1 }]);
  for (const title of ['One', 'Two', 'Three']) {
    // Killed as soon as the change is acknowledged, with a round in progress.
    await service.main.request('PUT', '/v1/thresholds/errors', { ...ERRORS, title });
    const asked = service.main.get('/v1/threshold-states').catch((error: unknown) => error);
    await service.kill();
    await asked;
    await service.start();
    await service.waitUntilReady();
    expect(await service.main.get('/v1/thresholds/errors')).toMatchObject({ title });
    expect(await statesOf()).toEqual(before);
  }
}, 240_000);
