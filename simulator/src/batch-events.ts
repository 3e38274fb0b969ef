import type { Clock } from './clock.js';
import { LineBatch, type BatchLimits } from './line-batch.js';
import type { SimulatedEvent } from './simulated-event.js';

type Batch = ReturnType<LineBatch['take']>;

function* batchHistory(events: Iterable<SimulatedEvent>, limits: BatchLimits): Generator<Batch> {
  const batch = new LineBatch(limits);
  for (const event of events) {
    batch.add(event);
    if (batch.full) yield batch.take();
  }
  if (!batch.empty) yield batch.take();
}

async function* batchLive(
  events: AsyncIterable<SimulatedEvent>,
  limits: BatchLimits,
  lingerMs: number,
  clock: Clock,
): AsyncGenerator<Batch> {
  const iterator = events[Symbol.asyncIterator]();
  const batch = new LineBatch(limits);
  let next = iterator.next();
  let lingered: Promise<'lingered'> | undefined;
  for (;;) {
    const first = await (lingered === undefined ? next : Promise.race([next, lingered]));
    if (first !== 'lingered') {
      if (first.done === true) break;
      batch.add(first.value);
      next = iterator.next();
      lingered ??= clock.wait(lingerMs).then(() => 'lingered' as const);
    }
    if (first === 'lingered' || batch.full) {
      lingered = undefined;
      yield batch.take();
    }
  }
  if (!batch.empty) yield batch.take();
}

/**
 * Gathers events into bodies of requests. Events that come as they happen wait `lingerMs` at most for others to share
 * their request; events of the past are there at once and fill every batch.
 */
export function batchEvents(
  events: Iterable<SimulatedEvent> | AsyncIterable<SimulatedEvent>,
  limits: BatchLimits,
  lingerMs: number,
  clock: Clock,
): Iterable<Batch> | AsyncIterable<Batch> {
  return Symbol.asyncIterator in events ? batchLive(events, limits, lingerMs, clock) : batchHistory(events, limits);
}
