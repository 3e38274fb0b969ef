import { getEventListeners, once } from 'node:events';
import { BackOff } from '../../../src/lib/background/back-off.js';
import { BackgroundTask, type BackgroundTaskOptions } from '../../../src/lib/background/background-task.js';
import { retry } from '../../../src/lib/background/retry.js';
import { systemTimer } from '../../../src/lib/background/timer.js';
import { ManualTimer } from '../../support/manual-timer.js';

/** Without chance: the longest wait each time. */
const backOff = (): BackOff => new BackOff({ firstMs: 100, maxMs: 1_000, random: () => 1 });

function taskOf(options: Partial<BackgroundTaskOptions> & Pick<BackgroundTaskOptions, 'step'>) {
  const timer = new ManualTimer();
  const failures: unknown[] = [];
  const task = new BackgroundTask({
    timer,
    backOff: backOff(),
    onFailure: (error) => {
      failures.push(error);
      return undefined;
    },
    ...options,
  });
  return { task, timer, failures };
}

it('steps until nothing is left, and again when it was woken during a step', async () => {
  const left = [3, 2];
  let steps = 0;
  const { task } = taskOf({
    step: () => {
      steps += 1;
      left[0] = (left[0] ?? 0) - 1;
      if (left[0] > 0) return Promise.resolve(true);
      left.shift();
      // Something comes while the last step of the first round is running.
      if (left.length > 0) task.wake();
      return Promise.resolve(false);
    },
  });
  await task.drain();
  expect(steps).toBe(5);
  expect(left).toEqual([]);
});

it('lets changes gather before it begins', async () => {
  let steps = 0;
  const { task, timer } = taskOf({
    gatherMs: 250,
    step: () => {
      steps += 1;
      return Promise.resolve(false);
    },
  });
  for (let change = 0; change < 10; change += 1) task.wake();
  const drained = task.drain();
  await timer.waited();
  expect(steps).toBe(0);
  expect(timer.elapse()).toEqual([250]);
  await drained;
  expect(steps).toBe(1);
});

it('tries a failed step again, later each time, and begins anew after a success', async () => {
  let fails = 3;
  const { task, timer, failures } = taskOf({
    step: () => {
      if (fails === 0) return Promise.resolve(false);
      fails -= 1;
      return Promise.reject(new Error('unreachable'));
    },
  });
  const waits: number[] = [];
  const drained = task.drain();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await timer.waited();
    waits.push(...timer.elapse());
  }
  await drained;
  expect(waits).toEqual([100, 200, 400]);
  expect(failures).toHaveLength(3);
  fails = 1;
  const again = task.drain();
  await timer.waited();
  expect(timer.elapse()).toEqual([100]);
  await again;
});

it('waits as long as the other side asks for', async () => {
  let isFailing = true;
  const { task, timer } = taskOf({
    step: () => (isFailing ? Promise.reject(new Error('too many requests')) : Promise.resolve(false)),
    onFailure: () => 700,
  });
  const drained = task.drain();
  await timer.waited();
  expect(timer.waits).toEqual([700]);
  isFailing = false;
  task.retryNow();
  await drained;
});

it('resolves an attempt when a step fails, and goes on trying', async () => {
  let isFailing = true;
  const { task, timer } = taskOf({
    step: () => (isFailing ? Promise.reject(new Error('full')) : Promise.resolve(false)),
  });
  await task.attempt();
  await timer.waited();
  isFailing = false;
  timer.elapse();
  await task.drain();
  await task.attempt();
});

it('ends a back-off at once when it stops, whoever asks first', async () => {
  const { task, timer } = taskOf({ step: () => Promise.reject(new Error('unreachable')) });
  const drained = task.drain();
  await timer.waited();
  await task.stop();
  await drained;
  expect(timer.waits).toEqual([]);
  // On the real timer as well, also when it is stopped before the wait begins.
  const { task: real } = taskOf({
    timer: systemTimer,
    backOff: new BackOff({ firstMs: 600_000, maxMs: 600_000 }),
    step: () => Promise.reject(new Error('unreachable')),
  });
  await real.attempt();
  const stopped = real.stop();
  await real.drain();
  await stopped;
});

it('neither begins nor goes on after a stop, and lets the step in hand end', async () => {
  let end: () => void = () => undefined;
  let begun: () => void = () => undefined;
  const inHand = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let steps = 0;
  const { task } = taskOf({
    step: () => {
      steps += 1;
      return new Promise((resolve) => {
        end = () => resolve(true);
        begun();
      });
    },
  });
  task.wake();
  await inHand;
  let isStopped = false;
  const stopped = task.stop().then(() => {
    isStopped = true;
  });
  await Promise.resolve();
  expect(isStopped).toBe(false);
  end();
  await stopped;
  task.wake();
  await task.drain();
  expect(steps).toBe(1);
});

it('hands the step a signal that a stop aborts', async () => {
  let begun: () => void = () => undefined;
  const inHand = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const { task, failures } = taskOf({
    step: async (signal) => {
      begun();
      await once(signal, 'abort');
      throw new Error('broken off');
    },
  });
  task.wake();
  await inHand;
  await task.stop();
  // What was broken off by the stop is no failure.
  expect(failures).toEqual([]);
});

it('does nothing while it is held, and nothing beside what runs between steps', async () => {
  const order: string[] = [];
  const { task } = taskOf({
    step: () => {
      order.push('step');
      return Promise.resolve(false);
    },
  });
  task.hold();
  await task.drain();
  expect(order).toEqual([]);
  let end: () => void = () => undefined;
  const between = task.between(
    () =>
      new Promise<void>((resolve) => {
        end = () => {
          order.push('between');
          resolve();
        };
      }),
  );
  task.release();
  const drained = task.drain();
  await Promise.resolve();
  end();
  await between;
  await drained;
  expect(order[0]).toBe('between');
  expect(order).toContain('step');
});

it('leaves no listener behind, however often it waits', async () => {
  const stop = new AbortController();
  let attempts = 0;
  await retry(
    () => {
      attempts += 1;
      return attempts < 100 ? Promise.reject(new Error('not yet')) : Promise.resolve('done');
    },
    { signal: stop.signal, onFailure: () => undefined, backOff: new BackOff({ firstMs: 1, maxMs: 1 }) },
  );
  expect(attempts).toBe(100);
  expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
});

it('gives up retrying as soon as it is told to', async () => {
  const stop = new AbortController();
  const failures: unknown[] = [];
  const result = await retry<string>(() => Promise.reject(new Error('never')), {
    signal: stop.signal,
    onFailure: (error) => {
      failures.push(error);
      stop.abort();
    },
    backOff: new BackOff({ firstMs: 600_000 }),
  });
  expect(result).toBeUndefined();
  expect(failures).toHaveLength(1);
});
