import { Writable } from 'node:stream';
import { printEvents } from '../src/print-events.js';
import { historyOf } from './history-of.js';

const events = historyOf(0.5, { callsPerDay: 50 });
const failingAfter = (writes: number, error: Error) => {
  let left = writes;
  return new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => {
      left -= 1;
      done(left < 0 ? error : null);
    },
  });
};

it('stops when the reader has gone', async () => {
  const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  const count = await printEvents(events, failingAfter(3, closed));
  expect(count).toBeLessThan(events.length);
});

it('fails when the stream fails', async () => {
  await expect(printEvents(events, failingAfter(3, new Error('disk full')))).rejects.toThrow('disk full');
});
