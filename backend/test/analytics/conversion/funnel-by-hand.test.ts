import { columnOf } from '../../support/frames.js';
import { TestService } from '../../support/service/test-service.js';
import { micros } from '../../support/events/time.js';
import { FUNNEL_CALLERS } from '../../stories/funnel-caller.js';
import { FUNNEL_GROUPS, FUNNEL_RATES, FUNNEL_TRENDS } from '../../stories/funnel-frame.js';
import { FUNNEL_ENDS, FUNNEL_EXCLUSIONS, FUNNEL_LIMITS } from '../../stories/funnel-limits.js';
import { FUNNEL_ANY, FUNNEL_ORDER, FUNNEL_STRICT } from '../../stories/funnel-order.js';
import { NOW, rowsOfFrames, send, testStories } from '../../stories/story.js';
import { booked } from '../../support/events/booking.js';
import { call } from '../../support/events/call.js';

const service = TestService.forTests(micros(NOW) / 1_000);

describe.each([
  ['order', FUNNEL_ORDER],
  ['strict order', FUNNEL_STRICT],
  ['any order', FUNNEL_ANY],
  ['limits', FUNNEL_LIMITS],
  ['exclusions', FUNNEL_EXCLUSIONS],
  ['ends', FUNNEL_ENDS],
  ['callers', FUNNEL_CALLERS],
  ['rates', FUNNEL_RATES],
  ['groups', FUNNEL_GROUPS],
  ['trends', FUNNEL_TRENDS],
])('%s', (_, stories) => {
  testStories(() => service, stories);
});

const range = { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' };
const funnel = { steps: ['call.started', 'booking.confirmed'], window: '30m' };
const asked = { ...range, queries: [{ refId: 'A', funnel }] };

it('turns from pending to dropped as the clock moves on, and to converted when the booking is told late', async () => {
  const tenant = await service.tenant();
  service.now = micros('10:30') / 1_000;
  await send(tenant, call('c', '10:00'));
  await service.waitUntilProjected();
  const ends = async (): Promise<unknown[]> => {
    const answer = await tenant.query(asked);
    return ['reached', 'dropped', 'pending'].map((name) => columnOf(answer, name));
  };
  expect(await ends()).toEqual([
    [1, 0],
    [0, 0],
    [1, 0],
  ]);
  service.now += 1;
  expect(await ends()).toEqual([
    [1, 0],
    [1, 0],
    [0, 0],
  ]);
  await send(tenant, [booked('A', '10:05', { call: 'c' })]);
  await service.waitUntilProjected();
  expect(await ends()).toEqual([
    [1, 1],
    [0, 0],
    [0, 0],
  ]);
});

it('has the columns that are written down, in their order', async () => {
  const tenant = await service.tenant();
  await send(tenant, call('c', '10:00'));
  await service.waitUntilProjected();
  const wide = { ...funnel, breakdown: 'agent', interval: '1d', histogram: true };
  const answer = await tenant.query({ ...range, queries: [{ refId: 'Q', funnel: wide }] });
  const [steps = [], histogram] = rowsOfFrames(answer);
  expect(Object.keys(steps[0] ?? {})).toEqual([
    ...['time', 'step', 'agent', 'reached', 'dropped', 'pending'],
    ...['rate_total', 'rate_step', 'rate_total_low', 'rate_total_high', 'median_s', 'p90_s'],
    ...['rate_step_low', 'rate_step_high'],
  ]);
  expect(histogram).toBeDefined();
});

it('changes nothing when everything is sent again', async () => {
  const tenant = await service.tenant();
  const events = [...call('c', '10:00', { ended: '10:05' }), booked('A', '10:04', { call: 'c' })];
  await send(tenant, events);
  await service.waitUntilProjected();
  const before = rowsOfFrames(await tenant.query(asked), 'A');
  await send(tenant, [...events].reverse());
  await service.waitUntilProjected();
  expect(rowsOfFrames(await tenant.query(asked), 'A')).toEqual(before);
  expect(before[0]?.map(({ reached }) => reached)).toEqual([1, 1]);
});
