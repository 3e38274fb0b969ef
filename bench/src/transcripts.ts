import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { readConfig } from '@callsight/backend/config/config';
import { startService, type Service } from '@callsight/backend/service/service';
import type { TranscriptSearchAnswer } from '@callsight/contract/transcripts';

const KEY = 'bench-key-0123456789';
const NOW = Date.parse('2026-05-31T23:00:00Z');
const FROM = Date.parse('2026-05-01T00:00:00Z');
const DAYS = 30;
const ROUNDS = 7;
const BATCH = 250;

const COMMON = 300;
const VOCABULARY = 30_000;
const COMMON_WORDS = 120;
const RARE_WORDS = 80;
const SEGMENTS = 20;

/** The same numbers in every run. */
function* numbers(): Generator<number> {
  for (let state = 42; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}
const random = numbers();
const below = (limit: number): number => Math.floor(Number(random.next().value) * limit);

const wordOf = (index: number): string =>
  Array.from({ length: 4 }, (_, at) => 'bcdfghklmnprstvw'[(index >> (4 * at)) & 15] ?? 'b')
    .map((letter, at) => letter + ('aeiou'[(index + at) % 5] ?? 'a'))
    .join('');

/** About two hundred different words, in twenty segments. */
function segments() {
  const words = [
    ...Array.from({ length: COMMON_WORDS }, () => wordOf(below(COMMON))),
    ...Array.from({ length: RARE_WORDS }, () => wordOf(COMMON + below(VOCABULARY))),
  ].sort(() => below(3) - 1);
  const size = words.length / SEGMENTS;
  return Array.from({ length: SEGMENTS }, (_, index) => ({
    start_s: index * 5,
    end_s: index * 5 + 4,
    speaker: index % 2 === 0 ? ('agent' as const) : ('caller' as const),
    text: words.slice(index * size, (index + 1) * size).join(' '),
  }));
}

const startOf = (index: number, count: number): number => FROM + Math.floor((index / count) * DAYS * 86_400_000);

function eventsOf(index: number, count: number): object[] {
  const at = startOf(index, count);
  const event = (type: string, after: number, data: object): object => ({
    specversion: '1.0',
    id: `${index}-${type}`,
    source: 'bench',
    type,
    subject: `call-${index}`,
    time: new Date(at + after).toISOString(),
    data,
  });
  return [
    event('call.started', 0, { direction: 'inbound', agent: { id: `agent-${index % 10}` } }),
    event('call.answered', 2_000, {}),
    event('call.ended', 120_000, { ended_by: 'caller' }),
  ];
}

async function post(service: Service, url: string, body: object): Promise<string> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const answer = await service.app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
  if (answer.statusCode > 299) throw new Error(`${url} answered ${answer.statusCode}: ${answer.body}`);
  return answer.body;
}

/** Calls, each with a transcript, which take the road of those that come with webhooks. */
async function fill(service: Service, count: number): Promise<void> {
  const { ledger, projector, transcripts } = service.services;
  for (let from = 0; from < count; from += BATCH) {
    const indexes = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => from + at);
    await post(
      service,
      '/v1/events',
      indexes.flatMap((index) => eventsOf(index, count)),
    );
    const kept = indexes.map((index) =>
      transcripts.keep('main', 'retell', {
        callId: `call-${index}`,
        startedAt: startOf(index, count),
        language: null,
        isScrubbed: false,
        edition: 1,
        segments: segments(),
      }),
    );
    await ledger.submit({ tenant: '', events: [], extra: (await Promise.all(kept)).flat() });
    await transcripts.drain();
  }
  await projector.drain();
  await transcripts.drain();
}

async function search(service: Service, body: object): Promise<{ ms: number; answer: TranscriptSearchAnswer }> {
  const since = performance.now();
  const text = await post(service, '/v1/transcripts/search', { from: 'now-31d', to: 'now', ...body });
  return { ms: performance.now() - since, answer: JSON.parse(text) as TranscriptSearchAnswer };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

const SEARCHES: readonly (readonly [string, object])[] = [
  ['a frequent word', { words: wordOf(7) }],
  ['a rare word', { words: wordOf(COMMON + 4_711) }],
  ['two frequent words and a rare one', { words: `${wordOf(7)} ${wordOf(8)} ${wordOf(COMMON + 99)}` }],
  ['the begin of a word', { words: `${wordOf(COMMON + 4_711).slice(0, 6)}*` }],
  ['a phrase of two frequent words', { words: `"${wordOf(7)} ${wordOf(8)}"` }],
  ['a word that nobody said', { words: 'xylophone' }],
  [
    'a frequent word, one agent of ten',
    { words: wordOf(7), filters: [{ dimension: 'agent', op: 'in', values: ['agent-3'] }] },
  ],
];

/** Searches in the transcripts of a month. @param count how many there are */
export async function benchTranscripts(count: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-transcripts-'));
  const { config } = readConfig({
    CALLSIGHT_DATA_DIR: folder,
    CALLSIGHT_BOOTSTRAP_KEY: KEY,
    CALLSIGHT_KEEP_TRANSCRIPTS: 'true',
    CALLSIGHT_CHECKS_BUILT_IN: 'false',
    CALLSIGHT_MIN_FREE_BYTES: '0',
  });
  const service = await startService(config, pino({ level: 'warn' }), () => NOW);
  try {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const since = performance.now();
    await fill(service, count);
    const perSecond = Math.round(count / ((performance.now() - since) / 1_000));
    delay.disable();
    const lines: string[] = [];
    for (const [title, body] of SEARCHES) {
      await search(service, body);
      const times: number[] = [];
      let found = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const { ms, answer } = await search(service, body);
        times.push(ms);
        found = answer.calls.length;
      }
      lines.push(`| ${title} | ${found} | ${Math.round(median(times))} |`);
    }
    return [
      '## Search in transcripts',
      '',
      `${count.toLocaleString('en')} transcripts of a month, of about 200 different words each, in files that are encrypted. The first page of 20 calls with`,
      `snippets over the API; median of ${ROUNDS}. They were accepted, masked, encrypted, stored and listed at ${perSecond} a second, with their calls;`,
      `99 % of the waits of the thread that takes events were shorter than ${Math.round(delay.percentile(99) / 1e6)} ms meanwhile.`,
      '',
      '| sought | calls on the page | ms (goal 300) |',
      '|---|---|---|',
      ...lines,
    ];
  } finally {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
