import fc from 'fast-check';
import { FairQueue, QueueFull } from '../../../src/lib/scheduling/fair-queue.js';

/** A task that ends when it is told to. */
function task(log: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    end: () => end(),
    run: async () => {
      log.push(name);
      await ended;
    },
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('serves the owners that wait in turn, however many tasks each of them has', async () => {
  const queue = new FairQueue({ total: 1, perOwner: 1, maxWaiting: 100 });
  const log: string[] = [];
  const tasks = [...Array.from({ length: 5 }, (_, n) => `a${n}`), 'b0', 'b1', 'c0'].map((name) => task(log, name));
  const names = [...Array.from({ length: 5 }, () => 'a'), 'b', 'b', 'c'];
  const all = tasks.map((one, index) => queue.run(names[index]!, one.run));
  for (const one of tasks) one.end();
  await Promise.all(all);
  expect(log).toEqual(['a0', 'a1', 'b0', 'c0', 'a2', 'b1', 'a3', 'a4']);
});

it('keeps a place for others while one owner has many tasks', async () => {
  const queue = new FairQueue({ total: 3, perOwner: 2, maxWaiting: 100 });
  const log: string[] = [];
  const greedy = ['a0', 'a1', 'a2', 'a3'].map((name) => task(log, name));
  const other = task(log, 'b0');
  const all = [...greedy.map(({ run }) => queue.run('a', run)), queue.run('b', other.run)];
  await settle();
  expect(log).toEqual(['a0', 'a1', 'b0']);
  for (const one of [...greedy, other]) one.end();
  await Promise.all(all);
});

it('refuses what is too much, and forgets who does not wait any more', async () => {
  const queue = new FairQueue({ total: 1, perOwner: 1, maxWaiting: 1 });
  const log: string[] = [];
  const first = task(log, 'first');
  const running = queue.run('a', first.run);
  const controller = new AbortController();
  const waiting = queue.run('a', task(log, 'second').run, controller.signal);
  await expect(queue.run('b', () => Promise.resolve())).rejects.toBeInstanceOf(QueueFull);
  controller.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  const third = queue.run('b', () => Promise.resolve('third'));
  first.end();
  await running;
  expect(await third).toBe('third');
  expect(log).toEqual(['first']);
});

it('never lets more run than it may, and lets everything run in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3), fc.boolean()), { maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      async (tasks, total, perOwner) => {
        const queue = new FairQueue({ total, perOwner, maxWaiting: 100 });
        const running = new Map<string, number>();
        let done = 0;
        const all = tasks.map(([owner, turns, fails]) =>
          queue.run(owner, async () => {
            running.set(owner, (running.get(owner) ?? 0) + 1);
            expect(running.get(owner)).toBeLessThanOrEqual(perOwner);
            expect([...running.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(total);
            for (let turn = 0; turn < turns; turn += 1) await settle();
            running.set(owner, (running.get(owner) ?? 0) - 1);
            done += 1;
            if (fails) throw new Error('failed');
          }),
        );
        await Promise.allSettled(all);
        expect(done).toBe(tasks.length);
      },
    ),
    { numRuns: 200 },
  );
});
