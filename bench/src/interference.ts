import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { chance, heavyRequest, multiplyingMetrics } from './heavy-queries.js';
import { percentile } from './load-client.js';
import { clientOf, until, type Client, type QuietDay, type QuietSeen } from './quiet-day-client.js';

export interface Interference {
  readonly url: string;
  /** Key with all scopes of the tenant that asks the worst and sends hostile bodies. */
  readonly hostileKey: string;
  /** Key of a tenant that sends single events and asks small questions. */
  readonly quietKey: string;
  readonly seconds: number;
  /** End of the data, epoch milliseconds. */
  readonly to: number;
  readonly seed: number;
  readonly askers?: number;
  readonly senders?: number;
}

/** What was seen meanwhile. */
export interface Seen extends QuietSeen {
  /** Replies to the hostile tenant, by status. */
  readonly hostile: Readonly<Record<string, number>>;
}

const MB = 1 << 20;

/** A stream of one line in very small pieces. */
function dripping(bytes: number): ReadableStream {
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => {
      sent += 1;
      if (sent > bytes) controller.close();
      else controller.enqueue(new Uint8Array([0x20]));
    },
  });
}

/** Bodies that cost a service as much as they can: deep, wide, long, invalid at their end, in tiny pieces, without a key. */
function hostileBody(random: () => number, hostile: Client, nobody: Client): Promise<string> {
  const event = JSON.stringify({ specversion: '1.0', id: 'x', type: 'call.started', data: { direction: 'sideways' } });
  const kinds: readonly (() => Promise<string>)[] = [
    () => hostile.send('/v1/events', `[${`${event},`.repeat(100_000)}`),
    () => hostile.send('/v1/events', `[${`${event},`.repeat(30_000)}{}]`),
    () => hostile.send('/v1/events', '['.repeat(4 * MB)),
    () => hostile.send('/v1/events', `[${'{"a":['.repeat(MB / 8)}`),
    () => hostile.send('/v1/events', `[{"id":"${'\\u0000'.repeat(MB)}"}]`),
    () => hostile.send('/v1/events', dripping(20_000), { 'content-type': 'application/x-ndjson' }),
    () => hostile.send('/v1/events', `${event}\n`.repeat(50_000), { 'content-type': 'application/x-ndjson' }),
    () => nobody.send('/v1/events', `[${`${event},`.repeat(100_000)}`),
    () => nobody.send('/v1/query', '['.repeat(2 * MB)),
    () => hostile.send('/v1/query', `{"queries":${'['.repeat(MB)}`),
    async () => {
      for (const metric of multiplyingMetrics(random)) await hostile.send('/v1/metrics', JSON.stringify(metric));
      return hostile.send('/v1/catalogue');
    },
  ];
  return kinds[Math.floor(random() * kinds.length)]?.() ?? Promise.resolve('none');
}

/** Asks the worst and sends the worst, while another tenant goes about its day. */
export async function interfere(asked: Interference): Promise<Seen> {
  const { url, to, seconds, seed } = asked;
  const hostile = clientOf(url, asked.hostileKey);
  const nobody = clientOf(url, '');
  const catalogue = await fetch(`${url}/v1/catalogue`, { headers: { authorization: `Bearer ${asked.hostileKey}` } });
  const { metrics } = (await catalogue.json()) as { metrics: { id: string }[] };
  const ids = metrics.map(({ id }) => id);
  const replies: Record<string, number> = {};
  const count = (status: string): void => {
    replies[status] = (replies[status] ?? 0) + 1;
  };
  const end = performance.now() + seconds * 1_000;
  const [quiet] = await Promise.all([
    goAboutOnesDay({ url, key: asked.quietKey, seconds, seed }),
    ...Array.from({ length: asked.askers ?? 8 }, (_, index) => {
      const random = chance(seed + index);
      return until(end, async () => {
        const body = JSON.stringify(heavyRequest(random, ids, to));
        count(await hostile.send('/v1/query', body).catch(String));
      });
    }),
    ...Array.from({ length: asked.senders ?? 4 }, (_, index) => {
      const random = chance(seed + 1_000 + index);
      return until(end, async () => count(await hostileBody(random, hostile, nobody).catch(String)));
    }),
  ]);
  return { ...quiet, hostile: replies };
}

/** The quiet tenant has a thread of its own, so that what the hostile one does here is not measured. */
async function goAboutOnesDay(day: QuietDay): Promise<QuietSeen> {
  const worker = new Worker(new URL('quiet-day.js', import.meta.url), { workerData: day });
  const [seen] = (await once(worker, 'message')) as [QuietSeen];
  return seen;
}

export const summary = ({ events, health, questions, hostile, failed }: Seen): Record<string, unknown> => ({
  event_p50: Math.round(percentile(events, 0.5)),
  event_p99: Math.round(percentile(events, 0.99)),
  event_max: Math.round(events.at(-1) ?? 0),
  healthz_p99: Math.round(percentile(health, 0.99)),
  question_p50: Math.round(percentile(questions, 0.5)),
  question_p95: Math.round(percentile(questions, 0.95)),
  events: events.length,
  questions: questions.length,
  hostile,
  failed: failed.slice(0, 10),
});
