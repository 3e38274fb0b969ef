import { startRunningService, type RunningService } from '../support/running-service.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const ASKED = { from: NOW - 86_400_000, to: NOW };

/** More steps than have columns of their own. */
const STEPS = Array.from({ length: 30 }, (_, index) => `s${String(index + 1).padStart(2, '0')}`);

let running: RunningService;
let count = 0;

const tell = (type: string, seconds: number, data: object, subject: string): object => {
  count += 1;
  const time = new Date(NOW - 3_600_000 + seconds * 1_000).toISOString();
  return { specversion: '1.0', id: `e${count}`, source: 'tests', type, subject, time, data };
};

const call = (id: string, from: string, steps: readonly string[]): object[] => [
  tell('call.started', 0, { direction: 'inbound', agent: { id: 'a' }, from }, id),
  ...steps.map((step) => tell('funnel.step', Number(step.slice(1)), { step }, id)),
];

beforeAll(async () => {
  running = await startRunningService(NOW);
  const odd = STEPS.filter((_, index) => index % 2 === 0);
  const events = [...call('all', '+4930111111', STEPS), ...call('odd', '+4930222222', odd)];
  expect((await running.main.request('POST', '/v1/events', events)).body).toMatchObject({ rejected: [] });
  // Told when there are columns for none of them any more.
  const later = call('later', '+4930333333', ['s28', 's30', 's29', 's30']);
  await running.settled();
  expect((await running.main.request('POST', '/v1/events', later)).body).toMatchObject({ rejected: [] });
  await running.settled();
});

afterAll(() => running.stop());

async function reached(steps: readonly string[], further: object): Promise<unknown> {
  const answer = await running.main.query({ ...ASKED, queries: [{ refId: 'A', funnel: { steps, ...further } }] });
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
  ])('%j, %s', async (steps, order, expected) => {
    expect(await reached(steps, { unit, order })).toEqual(expected);
  });
});
