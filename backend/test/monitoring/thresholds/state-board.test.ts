import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { StateBoard } from '../../../src/monitoring/thresholds/state-board.js';
import type { ThresholdStates } from '../../../src/monitoring/thresholds/threshold-engine.js';

const MINUTE = 60_000;

const threshold: Threshold = { id: 'one', title: 'One', metric: 'calls.count', kind: 'usual', version: 1 };

const critical: ThresholdState = {
  group: {},
  level: 'critical',
  score: 1.5,
  value: 40,
  baseline: 10,
  n: 40,
  since: null,
  fired_24h: 1,
};

const judged = (states: readonly ThresholdState[], failure?: string): ThresholdStates[] => [
  { threshold, unit: 'short', states, ...(failure === undefined ? {} : { failure }) },
];

test('serves from memory what was judged, and judges anew what is older than two minutes', async () => {
  let rounds = 0;
  const board = new StateBoard(() => {
    rounds += 1;
    return Promise.resolve(judged([critical]));
  });
  await board.of('main', 0);
  await board.of('main', 119_999);
  expect(rounds).toBe(1);
  await board.of('main', 120_000);
  expect(rounds).toBe(2);
});

test('who asks at once shares a round, and a change of a definition is in the next answer', async () => {
  const rounds: ((states: ThresholdStates[]) => void)[] = [];
  const board = new StateBoard(() => new Promise((resolve) => rounds.push(resolve)));
  const both = [board.of('main', 0), board.of('main', 0)];
  board.change('main');
  const after = board.of('main', 0);
  await Promise.resolve();
  rounds[0]?.(judged([]));
  await Promise.all(both);
  while (rounds.length < 2) await Promise.resolve();
  rounds[1]?.(judged([critical]));
  expect((await after).thresholds[0]?.states).toEqual([critical]);
  expect((await board.of('main', MINUTE)).thresholds[0]?.states).toEqual([critical]);
  expect(rounds).toHaveLength(2);
});

test('a threshold that cannot be judged keeps its last states for a quarter of an hour, and says why', async () => {
  const answers = [judged([critical]), ...Array.from({ length: 3 }, () => judged([], 'timeout'))];
  const board = new StateBoard(() => Promise.resolve(answers.shift() ?? []));
  await board.refresh('main', 0);
  expect((await board.refresh('main', MINUTE)).thresholds[0]).toMatchObject({ failure: 'timeout', states: [critical] });
  board.change('main');
  expect((await board.refresh('main', 14 * MINUTE)).thresholds[0]?.states).toEqual([critical]);
  expect((await board.refresh('main', 15 * MINUTE)).thresholds[0]?.states).toEqual([]);
});
