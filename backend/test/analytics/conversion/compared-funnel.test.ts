import { framesOf, rowsOf } from '../../support/frames.js';
import { phoneCall } from '../../support/events/call.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-03-20T12:00:00Z');
const WEEK = { from: '2026-03-09T00:00:00Z', to: '2026-03-16T00:00:00Z' };
const FUNNEL = { steps: ['call.started', 'call.answered'], window: '1h' };

let service: TestService;

/** Calls of a day, the first ones answered after so many seconds each. */
const calls = (day: string, agent: string, count: number, answers: readonly number[]) =>
  Array.from({ length: count }, (_, index) =>
    phoneCall({
      start: `${day}T10:${String(index).padStart(2, '0')}:00Z`,
      agent,
      ended: 50,
      ...(answers[index] === undefined ? {} : { answered: answers[index] }),
    }),
  ).flat();

beforeAll(async () => {
  service = await TestService.start(NOW);
  await service.main.send([
    ...calls('2026-03-03', 'anna', 5, [10, 20]),
    ...calls('2026-03-04', 'ben', 2, [4, 4]),
    ...calls('2026-03-10', 'anna', 4, [6, 8, 10]),
    ...calls('2026-03-11', 'zoe', 1, []),
  ]);
  await service.waitUntilProjected();
});
afterAll(() => service.remove());

test('each step stands beside what it was in the range before', async () => {
  const query = { refId: 'A', funnel: { ...FUNNEL, compare: 'previous_period' } };
  const answer = await service.main.query({ ...WEEK, queries: [query] });
  const [first, second] = rowsOf(answer);
  expect(first).toMatchObject({
    reached: 5,
    dropped: 2,
    rate_total: 1,
    reached_previous: 7,
    dropped_previous: 3,
    pending_previous: 0,
    rate_total_previous: 1,
    rate_step_previous: null,
    median_s_previous: null,
  });
  expect(second).toMatchObject({
    reached: 3,
    rate_total: 3 / 5,
    median_s: 8,
    reached_previous: 4,
    dropped_previous: 0,
    rate_total_previous: 4 / 7,
    rate_step_previous: 4 / 7,
    median_s_previous: 7,
  });
  expect(framesOf(answer)[0]?.schema.meta['custom']).toMatchObject({
    compare: { kind: 'previous_period', from: Date.parse('2026-03-02'), to: Date.parse('2026-03-09') },
  });
});

test('of a group that was not there before, nothing came through', async () => {
  const query = { refId: 'A', funnel: { ...FUNNEL, breakdown: 'agent', compare: 'previous_week' } };
  const rows = rowsOf(await service.main.query({ ...WEEK, queries: [query] }));
  expect(
    rows.map(({ agent, step, reached, reached_previous, rate_total_previous }) => [
      agent,
      step,
      reached,
      reached_previous,
      rate_total_previous,
    ]),
  ).toEqual([
    ['anna', 'call.started', 4, 5, 1],
    ['anna', 'call.answered', 3, 2, 2 / 5],
    ['zoe', 'call.started', 1, 0, null],
    ['zoe', 'call.answered', 0, 0, null],
  ]);
});

test('a comparison that cannot be made is refused', async () => {
  const ask = async (funnel: object) =>
    (await service.main.query({ ...WEEK, queries: [{ refId: 'A', funnel: { ...FUNNEL, ...funnel } }] })).results['A'];
  expect(await ask({ compare: 'last_week' })).toMatchObject({
    error: { code: 'unknown_comparison', path: '/funnel/compare' },
  });
  expect(await ask({ compare: 'previous_week', interval: '1d' })).toMatchObject({
    error: { code: 'invalid_comparison', path: '/funnel/compare' },
  });
});

test('a step that is known but was never told is not offered in its own place', async () => {
  const query = { refId: 'A', funnel: { steps: ['call.started', 'slot.offered'] } };
  const [frame] = framesOf(await service.main.query({ ...WEEK, queries: [query] }));
  const [notice] = frame?.schema.meta['notices'] as [{ text: string }];
  expect(notice.text).toBe('no call has reported the step "slot.offered" yet');
});
