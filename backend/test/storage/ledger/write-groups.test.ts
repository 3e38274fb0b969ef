import fc from 'fast-check';
import type { Event } from '../../../src/storage/ledger/event.js';
import { WriteGroups } from '../../../src/storage/ledger/write-groups.js';

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

it('lets single events go before large batches, and alone after a write with one', () => {
  const groups = new WriteGroups();
  const queue = [...Array.from({ length: 7 }, (_, n) => queued(`batch ${n}`, 500)), queued('single', 1)];
  expect(names(groups.take(queue))).toEqual(['batch 0', 'single']);
  queue.push(queued('another', 1));
  expect(names(groups.take(queue))).toEqual(['another']);
  // The next single event may come during the next write.
  expect(names(groups.take(queue))).toEqual(['batch 1']);
  expect(names(groups.take(queue))).toEqual(['batch 2']);
  for (let write = 0; write < 64; write += 1) groups.take([queued('batch', 500)]);
  expect(names(groups.take(queue))).toEqual(['batch 3', 'batch 4', 'batch 5', 'batch 6']);
  expect(queue).toEqual([]);
});

it('weighs refused events by their size, and takes one that is too large for any write alone', () => {
  const groups = new WriteGroups();
  const queue = [
    queued(
      'huge',
      0,
      Array.from({ length: 40 }, () => 200_000),
    ),
    queued('next', 500),
  ];
  expect(names(groups.take(queue))).toEqual(['huge']);
  expect(names(groups.take(queue))).toEqual(['next']);
});

it('does not make writes smaller for the acknowledgement of rows, as the projector submits it', () => {
  const groups = new WriteGroups();
  const noted = queued('rows written', 0, [16]);
  const acknowledgement = { ...noted, submission: { ...noted.submission, acknowledged: [] } };
  const queue = [acknowledgement, queued('a', 500), queued('b', 500)];
  expect(names(groups.take(queue))).toEqual(['rows written', 'a', 'b']);
  queue.push(acknowledgement, queued('c', 500), queued('d', 500));
  expect(names(groups.take(queue))).toEqual(['rows written', 'c', 'd']);
});

it('does not take the last few events of a large request for single ones', () => {
  const groups = new WriteGroups();
  const rest = queued('rest', 3);
  const part = { ...rest, submission: { ...rest.submission, isPart: true } };
  const queue = [queued('a', 500), part, queued('b', 500)];
  expect(names(groups.take(queue))).toEqual(['a', 'rest', 'b']);
});

it('takes everything in the end, each once, the oldest batch with every second write at least', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5_000 }));
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 30 }), (sizes) => {
      const all = sizes.map((events, index) => queued(String(index), events));
      const groups = new WriteGroups();
      const queue = [...all];
      const taken: string[] = [];
      while (queue.length > 0) {
        const oldest = queue.find(({ submission }) => submission.events.length > 16);
        const group = groups.take(queue);
        expect(group.length).toBeGreaterThan(0);
        taken.push(...names(group));
        if (oldest === undefined || names(group).includes(oldest.name)) continue;
        const next = groups.take(queue);
        expect(names(next)).toContain(oldest.name);
        taken.push(...names(next));
      }
      expect(taken.sort()).toEqual(names(all).sort());
    }),
  );
});
