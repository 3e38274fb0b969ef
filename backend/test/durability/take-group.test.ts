import fc from 'fast-check';
import type { Event } from '../../src/events/event.js';
import { takeGroup } from '../../src/ledger/take-group.js';

const EVENT = {} as Event;

/** A submission of so many events and refused texts of so many characters. */
const queued = (name: string, events: number, texts: readonly number[] = []) => ({
  name,
  submission: {
    events: Array.from({ length: events }, () => EVENT),
    extra: texts.map((length) => ({ type: 'put' as const, key: 'q', value: 'x'.repeat(length) })),
  },
});

const names = (group: readonly { readonly name: string }[]): string[] => group.map(({ name }) => name);

it('lets single events go before large batches, and beside only one of them', () => {
  const queue = [...Array.from({ length: 6 }, (_, n) => queued(`batch ${n}`, 500)), queued('single', 1)];
  expect(names(takeGroup(queue))).toEqual(['batch 0', 'single']);
  expect(names(takeGroup(queue))).toEqual(['batch 1', 'batch 2', 'batch 3', 'batch 4', 'batch 5']);
  expect(queue).toEqual([]);
});

it('weighs refused events by their size, and takes one that is too large for any write alone', () => {
  const queue = [
    queued(
      'huge',
      0,
      Array.from({ length: 40 }, () => 200_000),
    ),
    queued('next', 500),
  ];
  expect(names(takeGroup(queue))).toEqual(['huge']);
  expect(names(takeGroup(queue))).toEqual(['next']);
});

it('does not hurry for what brings nothing', () => {
  const queue = [queued('delivered', 0), queued('a', 500), queued('b', 500)];
  expect(names(takeGroup(queue))).toEqual(['delivered', 'a', 'b']);
});

it('takes everything in the end, each once, the oldest batch with every write', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5_000 }));
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 30 }), (sizes) => {
      const all = sizes.map((events, index) => queued(String(index), events));
      const queue = [...all];
      const taken: string[] = [];
      while (queue.length > 0) {
        const oldest = queue.find(({ submission }) => submission.events.length > 16);
        const group = takeGroup(queue);
        expect(group.length).toBeGreaterThan(0);
        if (oldest !== undefined) expect(names(group)).toContain(oldest.name);
        taken.push(...names(group));
      }
      expect(taken.sort()).toEqual(names(all).sort());
    }),
  );
});
