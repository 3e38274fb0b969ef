import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { clientOf, until, type QuietDay, type QuietSeen } from './quiet-day-client.js';

/** A thread that sends single events, asks small questions and looks at the health, one after the other each. */
const { url, key, seconds, seed } = workerData as QuietDay;

const SMALL = JSON.stringify({
  from: 'now-1d',
  to: 'now',
  queries: [{ refId: 'A', metrics: ['calls.count', 'calls.asa'] }],
});

const eventOf = (number: number): string =>
  JSON.stringify({
    specversion: '1.0',
    id: `quiet-${seed}-${number}`,
    source: 'quiet',
    type: 'call.started',
    subject: `quiet-${seed}-${number}`,
    time: new Date().toISOString(),
    data: { direction: 'inbound', agent: { id: 'anna' } },
  });

const quiet = clientOf(url, key);
const nobody = clientOf(url, '');
const failed: string[] = [];

async function timed(into: number[], name: string, send: () => Promise<string>): Promise<void> {
  const begin = performance.now();
  const status = await send().catch(String);
  into.push(performance.now() - begin);
  if (!status.startsWith('2')) failed.push(`${name}: ${status}`);
}

const [events, health, questions]: [number[], number[], number[]] = [[], [], []];
const end = performance.now() + seconds * 1_000;
await Promise.all([
  until(end, async () => {
    await timed(events, 'event', () => quiet.send('/v1/events', eventOf(events.length)));
    await pause(5);
  }),
  until(end, async () => {
    await timed(health, 'healthz', () => nobody.send('/healthz'));
    await pause(50);
  }),
  until(end, async () => {
    await timed(questions, 'question', () => quiet.send('/v1/query', SMALL));
    await pause(100);
  }),
]);
const sorted = (values: number[]): number[] => values.sort((a, b) => a - b);
const seen: QuietSeen = { events: sorted(events), health: sorted(health), questions: sorted(questions), failed };
parentPort?.postMessage(seen);
