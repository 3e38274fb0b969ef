import { retryAfter } from '../src/retry-after.js';
import { SendError } from '../src/send-error.js';
import { sendEvents } from '../src/send-events.js';
import { simulateLive } from '../src/simulate-live.js';
import { historyOf, MONDAY, PERFECT } from './history-of.js';
import { startIngest, type Reply } from './ingest-stub.js';
import { ManualClock } from './manual-clock.js';

const events = historyOf(1, { callsPerDay: 100 });
let ingest: Awaited<ReturnType<typeof startIngest>>;
const start = async (replies: Reply[] = []) => {
  ingest = await startIngest(replies);
  return { url: ingest.url, key: 'secret', clock: new ManualClock(MONDAY) };
};
afterEach(() => ingest.stop());

it('sends every event once, in bounded requests of NDJSON, two at a time at most', async () => {
  const target = await start();
  const seen: number[] = [];
  const report = await sendEvents({ ...target, events, lines: 100, onProgress: ({ sent }) => seen.push(sent) });
  expect(report).toMatchObject({ sent: events.length, accepted: events.length, duplicates: 0, rejected: 0 });
  expect(seen.at(-1)).toBe(events.length);
  expect(ingest.requests.every(({ lines }) => lines.length <= 100)).toBe(true);
  expect(ingest.requests.flatMap(({ lines }) => lines).sort()).toEqual(
    events.map((event) => JSON.stringify(event)).sort(),
  );
  expect(ingest.requests[0]).toMatchObject({
    path: '/v1/events',
    headers: { authorization: 'Bearer secret', 'content-type': 'application/x-ndjson' },
  });
  expect(ingest.mostOpen()).toBeLessThanOrEqual(2);
});

it('bounds the bytes of a request', async () => {
  const target = await start();
  await sendEvents({ ...target, events, bytes: 10_000 });
  for (const { lines } of ingest.requests) expect(lines.join('\n').length).toBeLessThan(12_000);
  expect(ingest.requests.length).toBeGreaterThan(10);
});

it('waits as long as a busy service asks, then sends the same again', async () => {
  const target = await start([
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 503, headers: { 'retry-after': '2' } },
  ]);
  const reasons: string[] = [];
  const report = await sendEvents({ ...target, events, lines: 10_000, onRetry: (reason) => reasons.push(reason) });
  expect(report.accepted).toBe(events.length);
  expect(target.clock.waits).toEqual([7_000, 2_000]);
  expect(reasons).toEqual(['answered 429', 'answered 503']);
  expect(ingest.requests.map(({ lines }) => lines.length)).toEqual([events.length, events.length, events.length]);
});

it('gives up when patience ends', async () => {
  const busy = Array.from({ length: 50 }, () => ({ status: 503, headers: { 'retry-after': '10' } }));
  const target = await start(busy);
  await expect(sendEvents({ ...target, events, patienceMs: 60_000 })).rejects.toThrow(
    /does not take events: answered 503/,
  );
});

it('fails loudly when it is refused, with the reason of the service', async () => {
  const refused = { status: 401, body: { error: { code: 'unauthorized', message: 'No such key' } } };
  const target = await start([refused, refused]);
  const sent = sendEvents({ ...target, events });
  await expect(sent).rejects.toThrow(SendError);
  await expect(sent).rejects.toThrow(/401.*No such key/);
});

it('fails when nobody answers', async () => {
  const target = await start();
  await ingest.stop();
  await expect(sendEvents({ ...target, events })).rejects.toThrow(/does not take events/);
  ingest = await startIngest();
});

it('sums what was accepted, repeated and rejected, and keeps the first reason', async () => {
  const rejection = { index: 3, id: 'x', code: 'invalid_event', message: 'time is missing', path: '/time' };
  const target = await start([
    { status: 202, body: { accepted: 90, duplicates: 7, rejected: [rejection], rejected_omitted: 2 } },
  ]);
  const report = await sendEvents({ ...target, events: events.slice(0, 150), lines: 100 });
  expect(report).toMatchObject({ sent: 150, accepted: 140, duplicates: 7, rejected: 3 });
  expect(report.firstRejection).toContain('time is missing');
});

it('sends live events soon after they happen', async () => {
  const target = await start();
  const controller = new AbortController();
  const live = simulateLive({
    ...{ seed: 'live', from: MONDAY, callsPerDay: 400, ...PERFECT },
    clock: target.clock,
    signal: controller.signal,
  });
  const until = MONDAY + 3_600_000;
  const report = await sendEvents({
    ...target,
    events: live,
    onProgress: () => {
      if (target.clock.now() > until) controller.abort();
    },
  });
  expect(report.sent).toBeGreaterThan(10);
  expect(ingest.requests.length).toBeGreaterThan(5);
  expect(report.accepted).toBe(report.sent);
});

it('reads Retry-After as seconds or as a date', () => {
  const now = Date.parse('2026-05-04T00:00:00Z');
  expect(retryAfter('3', now)).toBe(3_000);
  expect(retryAfter('Mon, 04 May 2026 00:00:05 GMT', now)).toBe(5_000);
  expect(retryAfter('soon', now)).toBeUndefined();
  expect(retryAfter(null, now)).toBeUndefined();
});
