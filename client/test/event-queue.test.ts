import fc from 'fast-check';
import { EventQueue } from '../src/event-queue.js';

const event = (bytes: number, json = '{}') => ({ json, bytes });

describe('the queue of events', () => {
  it('has room again for what has left', () => {
    const queue = new EventQueue({ maxQueueEvents: 10, maxQueueBytes: 1_000 });
    void queue.push(event(400));
    void queue.push(event(500));
    expect(queue.hasRoom(event(200))).toBe(false);
    queue.remove(1);
    expect(queue.bytes).toBe(500);
    expect(queue.hasRoom(event(500))).toBe(true);
    expect(queue.hasRoom(event(501))).toBe(false);
  });

  it('lets nobody past those who wait', () => {
    const queue = new EventQueue({ maxQueueEvents: 10, maxQueueBytes: 1_000 });
    void queue.push(event(600));
    expect(queue.push(event(600))).toBeInstanceOf(Promise);
    expect(queue.push(event(1))).toBeInstanceOf(Promise);
  });

  it('keeps the order and its limits, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.record({ push: fc.integer({ min: 1, max: 700 }) }),
      fc.record({ remove: fc.integer({ min: 1, max: 4 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new EventQueue({ maxQueueEvents: 5, maxQueueBytes: 1_000 });
        const left: string[] = [];
        let pushed = 0;
        for (const one of steps) {
          if ('push' in one) {
            void queue.push(event(one.push, String(pushed)));
            pushed += 1;
          } else {
            const head = queue.head(one.remove, 1_000);
            left.push(...head.map(({ json }) => json));
            queue.remove(head.length);
          }
          const held = queue.head(100, Number.MAX_SAFE_INTEGER);
          expect(queue.bytes).toBe(held.reduce((sum, { bytes }) => sum + bytes, 0));
          expect(held.length).toBeLessThanOrEqual(5);
          expect(held.length === 1 || queue.bytes <= 1_000).toBe(true);
        }
        left.push(...queue.clear().map(({ json }) => json));
        expect(left).toEqual(Array.from({ length: pushed }, (_, index) => String(index)));
      }),
    );
  });
});
