import type { ThresholdState } from '@callsight/contract/monitoring/threshold';
import { TestService } from '../../support/service/test-service.js';
import { FIRST_MONDAY, sendAll, usualCalls } from './usual-weeks.js';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const HOUR = 60 * MINUTE;

/** Tuesday of the eighth week, 06:00 and 11:00. Calls before the begin are loaded at once; at night there are hardly any. */
const BEGIN = FIRST_MONDAY + 50 * DAY + 6 * HOUR;
const NOW = BEGIN + 5 * HOUR;

/** A platform that reports calls when they have ended, those of five minutes together: 15 to 20 minutes after their begin. */
const DELAY = 20 * MINUTE;
const STEP = 5;

const service = TestService.forTests(BEGIN);

const THRESHOLDS = [
  { id: 'fewer', title: 'Fewer', metric: 'calls.count', kind: 'usual', direction: 'below' },
  { id: 'nobody', title: 'Nobody', metric: 'calls.count', kind: 'silence' },
];

const stateOf = async (id: string): Promise<ThresholdState | undefined> =>
  ((await service.main.get(`/v1/thresholds/${id}/state`)) as ThresholdState[])[0];

/** Events of the calls that began within each five minutes from `BEGIN` on. */
function stepsFromBegin(all: Iterable<{ readonly subject?: string; readonly time?: string; readonly type: string }>) {
  const steps = new Map<number, object[]>();
  const stepOfCall = new Map<string, number>();
  for (const event of all) {
    const call = event.subject ?? '';
    if (event.type === 'call.started')
      stepOfCall.set(call, Math.floor((Date.parse(event.time ?? '') - BEGIN) / (STEP * MINUTE)));
    const step = stepOfCall.get(call) ?? 0;
    if (step < 0) continue;
    steps.set(step, [...(steps.get(step) ?? []), event]);
  }
  return steps;
}

beforeAll(async () => {
  const weeks = { seed: 3, weeks: 8, peak: 150 };
  await sendAll(service.main, usualCalls({ ...weeks, until: BEGIN }));
  await service.waitUntilProjected();
  for (const threshold of THRESHOLDS) await service.main.post('/v1/thresholds', threshold);
  const live = stepsFromBegin(usualCalls({ ...weeks, until: NOW }));
  for (let step = 0; BEGIN + step * STEP * MINUTE + DELAY <= NOW; step += 1) {
    service.now = BEGIN + step * STEP * MINUTE + DELAY;
    await sendAll(service.main, live.get(step) ?? []);
    await service.waitUntilProjected();
  }
  service.now = NOW;
}, 300_000);

it.each(THRESHOLDS)('calls that usually are known late are not missed before: $id', async ({ id }) => {
  expect(await stateOf(id)).toMatchObject({ level: 'ok' });
});

it('calls that are late by more than usual are missed', async () => {
  service.now = NOW + DELAY;
  expect(await stateOf('nobody')).toMatchObject({ level: 'critical' });
  expect(await stateOf('fewer')).toMatchObject({ level: 'critical' });
  service.now = NOW;
});
