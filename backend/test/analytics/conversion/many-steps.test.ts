import { TestService } from '../../support/service/test-service.js';
import { call, steps } from '../../support/events/call.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const ASKED = { from: NOW - 86_400_000, to: NOW };

/** More steps than have columns of their own. */
const STEPS = Array.from({ length: 30 }, (_, index) => `s${String(index + 1).padStart(2, '0')}`);

let running: TestService;
const START = (NOW - 3_600_000) * 1_000;

/** A call that tells steps, each so many seconds after the start as its name says. */
const told = (id: string, from: string, names: readonly string[]) => [
  ...call(id, START, { from }),
  ...names.flatMap((step) => steps(id, step, START + Number(step.slice(1)) * 1_000_000)),
];

beforeAll(async () => {
  running = await TestService.start(NOW);
  const odd = STEPS.filter((_, index) => index % 2 === 0);
  const events = [...told('all', '+4930111111', STEPS), ...told('odd', '+4930222222', odd)];
  expect((await running.main.request('POST', '/v1/events', events)).body).toMatchObject({ rejected: [] });
  // TestEvent when there are columns for none of them any more.
  const later = told('later', '+4930333333', ['s28', 's30', 's29', 's30']);
  await running.waitUntilProjected();
  expect((await running.main.request('POST', '/v1/events', later)).body).toMatchObject({ rejected: [] });
  await running.waitUntilProjected();
});

afterAll(() => running.remove());

async function reached(names: readonly string[], further: object): Promise<unknown> {
  const answer = await running.main.query({
    ...ASKED,
    queries: [{ refId: 'A', funnel: { steps: names, ...further } }],
  });
  const { A: result } = answer.results;
  if (result === undefined || !('frames' in result)) throw new Error(JSON.stringify(answer));
  const [frame] = result.frames;
  return frame?.data.values[frame.schema.fields.findIndex(({ name }) => name === 'reached')];
}

describe.each(['call', 'caller'])('by %s', (unit) => {
  it.each([
    [['call.started', 's05', 's28', 's30'], 'ordered', [3, 2, 1, 1]],
    [['s28', 's29', 's30'], 'ordered', [2, 2, 2]],
    [['s29', 's28'], 'ordered', [3, 0]],
    [['s29', 's28'], 'any', [3, 2]],
    [['s27', 's28', 's29'], 'strict', [2, 1, 1]],
    [['s27', 's29'], 'strict', [2, 1]],
    [['s28', 's29'], 'strict', [2, 2]],
    [['s30', 's30'], 'ordered', [2, 1]],
  ])('%j, %s', async (names, order, expected) => {
    expect(await reached(names, { unit, order })).toEqual(expected);
  });
});
