/* eslint-disable max-lines -- one hand-worked history, and one expected number for each metric of it */
import type { FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import { rowsOf } from '../../support/frames.js';
import { phoneCall, type PhoneCall } from '../../support/events/call.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-06-10T12:00:00Z');
const DAY = { from: '2026-06-09T00:00:00Z', to: '2026-06-10T00:00:00Z' };

const service = TestService.forTests(NOW);

async function tenantWith(calls: readonly PhoneCall[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  if (calls.length > 0) await tenant.send(calls.flatMap(phoneCall));
  await service.waitUntilProjected();
  return tenant;
}

/** The only row of one value for each metric. */
async function ask(tenant: TenantClient, metrics: readonly string[], range = DAY): Promise<Record<string, FrameValue>> {
  const answer: QueryAnswer = await tenant.query({ ...range, queries: [{ refId: 'A', metrics }] });
  return rowsOf(answer)[0] ?? {};
}

const on = (time: string): string => `2026-06-09T${time}Z`;
const [PAT, QUINN, RIA, SAM, TOM] = [
  '+4930901820',
  '+4930901821',
  '+4930901822',
  '+4930901823',
  '+4930901824',
] as const;

/** Nine calls of one day and one of the week before. */
const CALLS: PhoneCall[] = [
  { start: '2026-06-01T09:00:00Z', caller: QUINN, answered: 1, ended: 11 },
  {
    start: on('10:00:00'),
    caller: PAT,
    answered: 4,
    holds: [[20, 40]],
    ended: 104,
    end: {
      after_call_work_ms: 10_000,
      cost: {
        total: '0.50',
        currency: 'EUR',
        components: { telephony: '0.10', asr: '0.05', llm: '0.20', tts: '0.10', platform: 0.05 },
      },
    },
    turns: [
      {
        latency_ms: { e2e: 1_000, asr: 100, llm: 500, tts: 200, endpointing: 100 },
        interrupted: true,
        silence_ms: 1_500,
      },
      { latency_ms: { e2e: 2_000, llm: 900, tts: 300 }, interrupted: true, silence_ms: 500 },
      { latency_ms: { e2e: 600 } },
    ],
    analyzed: { success: true, sentiment: 'positive' },
    // The turns have told of silence and interruptions themselves.
    recorded: {
      channels: 2,
      analysis: { talk_s: { agent: 60, caller: 20 }, overlap_s: 3, silence_s: 99, interruptions: 9 },
    },
  },
  {
    start: on('10:05:00'),
    caller: QUINN,
    answered: 20,
    ended: 80,
    transfer: 'human',
    end: { errors: 2, cost: { total: 0.3, currency: 'EUR', components: { telephony: '0.10', llm: '0.20' } } },
    turns: [{ latency_ms: { e2e: 1_500, asr: 300, llm: 600, tts: 400, endpointing: 300 }, interrupted: true }],
    analyzed: { success: false, sentiment: -0.5 },
    // Of silence, they have not.
    recorded: {
      channels: 2,
      analysis: { talk_s: { agent: 35, caller: 65 }, overlap_s: 1, silence_s: 7, interruptions: 9 },
    },
  },
  {
    start: on('10:10:00'),
    caller: PAT,
    answered: 30,
    ended: 60,
    end: { errors: [{ code: 'timeout' }] },
    turns: [{ latency_ms: {}, silence_ms: 2_000 }],
    analyzed: { success: true, sentiment: 'neutral' },
  },
  { start: on('10:15:00'), caller: 'anonymous', ended: 4.999 },
  { start: on('10:20:00'), caller: RIA, ended: 5 },
  { start: on('10:25:00'), caller: SAM, ended: 40 },
  {
    start: on('10:30:00'),
    direction: 'outbound',
    caller: TOM,
    answered: 10,
    ended: 30,
    endedBy: 'agent',
    recorded: { channels: 1, analysis: { silence_s: 2, interruptions: 2 } },
  },
  { start: on('10:35:00'), direction: 'outbound', caller: TOM, ended: 25, endedBy: 'system' },
  { start: on('10:40:00'), caller: RIA, ended: 15, endedBy: 'agent' },
];

/** Worked out by hand from the calls above. */
const VALUES: Record<string, number> = {
  'calls.count': 9,
  'calls.offered': 7,
  'calls.answered': 4,
  'calls.offered_answered': 3,
  'calls.answered_in_time': 2,
  'calls.abandoned_in_time': 1,
  'calls.answer_rate': 3 / 7,
  'calls.abandoned': 2,
  'calls.short_abandoned': 1,
  'calls.abandonment_rate': 2 / 6,
  'calls.service_level': 2 / 4,
  'calls.service_level.ignore_abandons': 2 / 3,
  'calls.service_level.abandons_negative': 2 / 5,
  'calls.service_level.abandons_positive': 3 / 5,
  'calls.service_level.abandons_in_X_ignored': 2 / 4,
  'calls.asa': 16,
  'calls.answered_wait.sum': 64,
  'calls.after_call_work.sum': 10,
  'calls.duration.mean': 52.5,
  'calls.duration.p50': 45,
  'calls.duration.p90': 88,
  'calls.duration.p95': 94,
  'calls.duration.max': 100,
  'calls.duration.sum': 210,
  'calls.wait.mean': 17.111,
  'calls.wait.p50': 15,
  'calls.wait.p90': 32,
  'calls.wait.p95': 36,
  'calls.wait.max': 40,
  'calls.wait.sum': 153.999,
  'calls.hold.mean': 5,
  'calls.hold.p50': 0,
  'calls.hold.p90': 14,
  'calls.hold.p95': 17,
  'calls.hold.max': 20,
  'calls.hold.sum': 20,
  'calls.talk.mean': 47.5,
  'calls.talk.p50': 45,
  'calls.talk.p90': 74,
  'calls.talk.p95': 77,
  'calls.talk.max': 80,
  'calls.talk.sum': 190,
  'calls.aht': 55,
  'calls.transferred': 1,
  'calls.contained': 2,
  'calls.successful': 2,
  'calls.analyzed': 3,
  'calls.resolved_first': 1,
  'calls.repeated': 3,
  'calls.transfer_rate': 0.25,
  'calls.containment_rate': 0.5,
  'calls.fcr_rate': 0.5,
  'calls.repeat_rate': 3 / 9,
  'callers.unique': 5,
  'callers.new': 4,
  'callers.returning': 1,
  'calls.success_rate': 2 / 3,
  'calls.sentiment.sum': 0.5,
  'calls.with_sentiment': 3,
  'calls.with_errors': 2,
  'calls.interruptions.sum': 5,
  'calls.silence.sum': 13,
  'calls.sentiment.mean': 1 / 6,
  'calls.error_rate': 2 / 9,
  'calls.interruptions.mean': 1.25,
  'calls.silence.mean': 3.25,
  'calls.talk_ratio.mean': 0.55,
  'calls.overlap.mean': 2,
  'calls.cost.sum': 0.8,
  'calls.cost.mean': 0.4,
  'calls.cost.telephony.sum': 0.2,
  'calls.cost.telephony.mean': 0.1,
  'calls.cost.asr.sum': 0.05,
  'calls.cost.asr.mean': 0.05,
  'calls.cost.llm.sum': 0.4,
  'calls.cost.llm.mean': 0.2,
  'calls.cost.tts.sum': 0.1,
  'calls.cost.tts.mean': 0.1,
  'calls.cost.platform.sum': 0.05,
  'calls.cost.platform.mean': 0.05,
  'calls.active': 0,
  'calls.concurrency.mean': 363.999 / 86_400,
  'calls.concurrency.max': 1,
  'turns.count': 5,
  'turns.interrupted': 3,
  'turns.with_latency': 4,
  'turns.latency.sum': 5_100,
  'turns.latency.asr.sum': 400,
  'turns.latency.llm.sum': 2_000,
  'turns.latency.tts.sum': 900,
  'turns.latency.endpointing.sum': 400,
  'turns.latency.unexplained.sum': 800,
  'turns.interrupted_rate': 0.6,
  'turns.latency.p50': 1_250,
  'turns.latency.p90': 1_850,
  'turns.latency.p95': 1_925,
  'turns.latency.p99': 1_985,
  'turns.latency.mean': 1_275,
  'turns.latency.max': 2_000,
  'turns.latency.asr.p50': 200,
  'turns.latency.asr.p90': 280,
  'turns.latency.asr.p95': 290,
  'turns.latency.asr.p99': 298,
  'turns.latency.asr.mean': 200,
  'turns.latency.asr.max': 300,
  'turns.latency.llm.p50': 600,
  'turns.latency.llm.p90': 840,
  'turns.latency.llm.p95': 870,
  'turns.latency.llm.p99': 894,
  'turns.latency.llm.mean': 2_000 / 3,
  'turns.latency.llm.max': 900,
  'turns.latency.tts.p50': 300,
  'turns.latency.tts.p90': 380,
  'turns.latency.tts.p95': 390,
  'turns.latency.tts.p99': 398,
  'turns.latency.tts.mean': 300,
  'turns.latency.tts.max': 400,
  'turns.latency.endpointing.p50': 200,
  'turns.latency.endpointing.p90': 280,
  'turns.latency.endpointing.p95': 290,
  'turns.latency.endpointing.p99': 298,
  'turns.latency.endpointing.mean': 200,
  'turns.latency.endpointing.max': 300,
  'turns.latency.unexplained.p50': 100,
  'turns.latency.unexplained.p90': 660,
  'turns.latency.unexplained.p95': 730,
  'turns.latency.unexplained.p99': 786,
  'turns.latency.unexplained.mean': 800 / 3,
  'turns.latency.unexplained.max': 800,
};
const IDS = Object.keys(VALUES);

/** A query takes 64 metrics at most. */
async function askAll(tenant: TenantClient): Promise<Record<string, FrameValue>> {
  const parts = [IDS.slice(0, 60), IDS.slice(60, 120), IDS.slice(120)];
  const answers = await Promise.all(parts.filter((ids) => ids.length > 0).map((ids) => ask(tenant, ids)));
  return Object.assign({}, ...answers) as Record<string, FrameValue>;
}

describe('a day of nine calls', () => {
  let day: Record<string, FrameValue>;
  beforeAll(async () => {
    const tenant = await tenantWith(CALLS);
    day = await askAll(tenant);
  });

  it('has a value written down for every metric of calls and turns in the catalogue', async () => {
    const { metrics } = await service.main.catalogue();
    // Bookings have tests of their own.
    const listed = metrics.filter(
      ({ id, dataset, custom }) => ['calls', 'turns'].includes(dataset) && !id.startsWith('bookings.') && !custom,
    );
    expect(listed.map(({ id }) => id).sort()).toEqual([...IDS].sort());
  });

  it.each(Object.entries(VALUES))('%s is %d', (id, value) => {
    expect(day[id]).toBeCloseTo(value, 9);
  });
});

describe('without any call', () => {
  /** Counts and sums; all others are null. */
  const ZERO = [
    ...['calls.count', 'calls.offered', 'calls.answered', 'calls.abandoned', 'calls.short_abandoned'],
    ...['calls.duration.sum', 'calls.wait.sum', 'calls.hold.sum', 'calls.talk.sum'],
    ...['callers.unique', 'callers.new', 'callers.returning'],
    ...['calls.cost.sum', 'calls.cost.telephony.sum', 'calls.cost.asr.sum'],
    ...['calls.cost.llm.sum', 'calls.cost.tts.sum', 'calls.cost.platform.sum'],
    ...['calls.offered_answered', 'calls.answered_in_time', 'calls.abandoned_in_time', 'calls.answered_wait.sum'],
    ...['calls.after_call_work.sum', 'calls.transferred', 'calls.contained', 'calls.successful', 'calls.analyzed'],
    ...['calls.resolved_first', 'calls.repeated', 'calls.sentiment.sum', 'calls.with_sentiment', 'calls.with_errors'],
    ...['calls.interruptions.sum', 'calls.silence.sum', 'turns.interrupted', 'turns.with_latency', 'turns.latency.sum'],
    ...['asr', 'llm', 'tts', 'endpointing', 'unexplained'].map((stage) => `turns.latency.${stage}.sum`),
    ...['calls.active', 'calls.concurrency.mean', 'calls.concurrency.max', 'turns.count'],
  ];

  it('gives 0 for counts and sums and null for everything with a denominator', async () => {
    const tenant = await tenantWith([]);
    const empty = await askAll(tenant);
    expect(empty).toEqual(Object.fromEntries(IDS.map((id) => [id, ZERO.includes(id) ? 0 : null])));
  });

  it('gives null for ratios whose denominator alone is 0', async () => {
    const tenant = await tenantWith([{ start: on('10:00:00'), direction: 'outbound', ended: 20, endedBy: 'system' }]);
    const ratios = ['calls.answer_rate', 'calls.abandonment_rate', 'calls.service_level', 'calls.aht', 'calls.asa'];
    const others = ['calls.transfer_rate', 'calls.containment_rate', 'calls.fcr_rate', 'calls.success_rate'];
    expect(Object.values(await ask(tenant, [...ratios, ...others]))).toEqual(Array(9).fill(null));
    expect(await ask(tenant, ['calls.count', 'calls.error_rate', 'calls.repeat_rate'])).toEqual({
      'calls.count': 1,
      'calls.error_rate': 0,
      'calls.repeat_rate': 0,
    });
  });

  it('gives null for the abandonment rate of short abandons alone', async () => {
    const tenant = await tenantWith([{ start: on('10:00:00'), ended: 1 }]);
    const metrics = ['calls.offered', 'calls.short_abandoned', 'calls.abandoned', 'calls.abandonment_rate'];
    expect(Object.values(await ask(tenant, metrics))).toEqual([1, 1, 0, null]);
  });
});

describe('abandons', () => {
  const WAITS = [0, 4.999, 4.999999, 5, 5.000001, 600];
  const METRICS = ['calls.abandoned', 'calls.short_abandoned', 'calls.abandonment_rate'];
  const calls = WAITS.map((ended, index): PhoneCall => ({ start: on(`10:0${index}:00`), ended }));

  it('counts a wait of exactly the threshold as abandoned, a shorter one as short', async () => {
    expect(Object.values(await ask(await tenantWith(calls), METRICS))).toEqual([3, 3, 1]);
  });

  it('counts every one as abandoned when the threshold is 0', async () => {
    const strict = await TestService.start(NOW, { CALLSIGHT_SHORT_ABANDON_SECONDS: '0' });
    try {
      await strict.main.send(calls.flatMap(phoneCall));
      await strict.waitUntilProjected();
      expect(Object.values(await ask(strict.main, METRICS))).toEqual([6, 0, 1]);
    } finally {
      await strict.remove();
    }
  });

  it('are inbound, unanswered and ended by the caller; any other unanswered call is no answer', async () => {
    const tenant = await tenantWith([
      { start: on('10:00:00'), ended: 30 },
      { start: on('10:01:00'), ended: 30, endedBy: 'agent' },
      { start: on('10:02:00'), ended: 30, endedBy: 'system' },
      { start: on('10:03:00'), ended: 30, direction: 'outbound' },
      { start: on('10:04:00'), ended: 30, answered: 10 },
    ]);
    const answer = await tenant.query({
      ...DAY,
      queries: [{ refId: 'A', metrics: ['calls.count', 'calls.abandoned'], groupBy: ['outcome'] }],
    });
    expect(rowsOf(answer)).toEqual([
      { outcome: 'abandoned', 'calls.count': 1, 'calls.abandoned': 1 },
      { outcome: 'no_answer', 'calls.count': 3, 'calls.abandoned': 0 },
      { outcome: 'other', 'calls.count': 1, 'calls.abandoned': 0 },
    ]);
  });
});

it('computes the four service levels of the test vector', async () => {
  const many = (count: number, call: Omit<PhoneCall, 'start'>): PhoneCall[] =>
    Array.from({ length: count }, (_, index) => ({
      start: on(`08:${String(index % 60).padStart(2, '0')}:00`),
      ...call,
    }));
  const tenant = await tenantWith([
    ...many(859, { answered: 12, ended: 60 }),
    ...many(1, { answered: 20, ended: 60 }),
    ...many(1, { answered: 20.000001, ended: 60 }),
    ...many(139, { answered: 45, ended: 60 }),
    ...many(20, { ended: 20 }),
    ...many(40, { ended: 21 }),
  ]);
  const formulas = ['ignore_abandons', 'abandons_negative', 'abandons_positive', 'abandons_in_X_ignored'];
  const metrics = ['calls.service_level', ...formulas.map((formula) => `calls.service_level.${formula}`)];
  const values = Object.values(await ask(tenant, metrics));
  expect(values).toEqual([860 / 1_040, 860 / 1_000, 860 / 1_060, 880 / 1_060, 860 / 1_040]);
  const answer = await tenant.query({ ...DAY, queries: [{ refId: 'A', metrics: ['calls.service_level'] }] });
  expect(JSON.stringify(answer)).toContain('abandons_in_X_ignored');
});

describe('callers who call again', () => {
  const ANSWERED = { caller: PAT, answered: 10, ended: 100 };
  const first: PhoneCall = { start: on('10:00:00'), ...ANSWERED, analyzed: { success: true } };
  const RATES = ['calls.containment_rate', 'calls.fcr_rate'];
  const TEN_O_CLOCK = { from: on('10:00:00'), to: on('10:00:01') };

  it.each([
    ['24 h after the end', '2026-06-10T10:01:40Z', 'inbound', [0, 0]],
    ['a millisecond later than that', '2026-06-10T10:01:40.001Z', 'inbound', [1, 0]],
    ['72 h after the end', '2026-06-12T10:01:40Z', 'inbound', [1, 0]],
    ['a millisecond later than 72 h', '2026-06-12T10:01:40.001Z', 'inbound', [1, 1]],
    ['a second call of ours', '2026-06-09T11:00:00Z', 'outbound', [1, 1]],
  ] as const)('%s: containment and first-call resolution', async (_name, start, direction, rates) => {
    service.now = Date.parse('2026-06-20T00:00:00Z');
    const tenant = await tenantWith([first, { start, ...ANSWERED, direction }]);
    expect(Object.values(await ask(tenant, RATES, TEN_O_CLOCK))).toEqual(rates);
    service.now = NOW;
  });

  it.each(['human', 'agent', 'external'] as const)('a transfer of kind %s is no containment', async (transfer) => {
    const tenant = await tenantWith([{ start: on('10:00:00'), ...ANSWERED, transfer }]);
    const metrics = ['calls.containment_rate', 'calls.transfer_rate'];
    expect(Object.values(await ask(tenant, metrics))).toEqual([0, transfer === 'human' ? 1 : 0]);
  });

  it('are repeat callers for 7 days to the millisecond, whoever had called', async () => {
    const tenant = await tenantWith([
      { start: '2026-06-02T10:00:00Z', direction: 'outbound', caller: PAT, ended: 10 },
      { start: on('10:00:00'), caller: PAT, ended: 10 },
      { start: '2026-06-02T10:59:59.999Z', caller: RIA, ended: 10 },
      { start: on('11:00:00'), caller: RIA, ended: 10 },
      { start: on('12:00:00'), ended: 10 },
    ]);
    const metrics = ['calls.repeat_rate', 'callers.unique', 'callers.new', 'callers.returning'];
    expect(Object.values(await ask(tenant, metrics))).toEqual([1 / 3, 2, 0, 2]);
  });

  it('change when an earlier call comes late', async () => {
    const tenant = await tenantWith([{ start: on('10:00:00'), ...ANSWERED }]);
    const metrics = ['callers.new', 'calls.repeat_rate', 'calls.containment_rate'];
    expect(Object.values(await ask(tenant, metrics))).toEqual([1, 0, 1]);
    await tenant.send(phoneCall({ start: '2026-06-08T10:00:00Z', ...ANSWERED }));
    await service.waitUntilProjected();
    expect(Object.values(await ask(tenant, metrics))).toEqual([0, 1, 1]);
    await tenant.send(phoneCall({ start: on('23:00:00'), ...ANSWERED }));
    await service.waitUntilProjected();
    expect(Object.values(await ask(tenant, metrics))).toEqual([0, 1, 0.5]);
  });
});

describe('holds', () => {
  const SPANS = ['calls.hold.sum', 'calls.talk.sum', 'calls.duration.sum'];
  const call = (holds: PhoneCall['holds']): PhoneCall => ({
    start: on('10:00:00'),
    answered: 10,
    ended: 110,
    holds: holds ?? [],
  });

  it.each([
    ['left open, lasts to the end', [[90]], [20, 80, 100]],
    [
      'reaching over answer and end, is cut',
      [
        [0, 20],
        [100, 200],
      ],
      [20, 80, 100],
    ],
    ['held twice, lasts from the first', [[20], [30, 40]], [20, 80, 100]],
    ['around the whole call, leaves no talk', [[0, 200]], [100, 0, 100]],
    ['after the end, is none', [[120, 130]], [0, 100, 100]],
  ] as const)('%s', async (_name, holds, spans) => {
    expect(Object.values(await ask(await tenantWith([call(holds)]), SPANS))).toEqual(spans);
  });
});

describe('outcomes', () => {
  it.each([
    ['analysis over the end', { end: { outcome: 'spam' }, analyzed: { outcome: 'booked' } }, 'booked'],
    ['what the end says', { end: { outcome: 'voicemail' } }, 'voicemail'],
    ['over a transfer', { transfer: 'human', end: { outcome: 'qualified' } }, 'qualified'],
    ['handed to a human', { transfer: 'human' }, 'transferred'],
    ['handed to somebody outside', { transfer: 'external' }, 'transferred'],
    ['handed to another agent', { transfer: 'agent' }, 'other'],
    ['nothing said', {}, 'other'],
  ] as const)('%s', async (_name, call, outcome) => {
    const tenant = await tenantWith([{ start: on('10:00:00'), answered: 1, ended: 60, ...call }]);
    const answer = await tenant.query({
      ...DAY,
      queries: [{ refId: 'A', metrics: ['calls.count'], groupBy: ['outcome'] }],
    });
    expect(rowsOf(answer)).toEqual([{ outcome, 'calls.count': 1 }]);
  });

  it('a call is in progress until it ends, and lost after 240 minutes of silence', async () => {
    const tenant = await tenantWith([
      { start: '2026-06-10T11:00:00Z', answered: 5 },
      { start: '2026-06-10T07:59:00Z', answered: 5 },
    ]);
    const range = { from: '2026-06-10T00:00:00Z', to: '2026-06-11T00:00:00Z' };
    const metrics = ['calls.count', 'calls.duration.sum', 'calls.asa', 'calls.active'];
    const answer = await tenant.query({
      ...range,
      queries: [{ refId: 'A', metrics, groupBy: ['outcome', 'end_reason'] }],
    });
    const numbers = { 'calls.count': 1, 'calls.duration.sum': 0, 'calls.asa': 5 };
    expect(rowsOf(answer)).toEqual([
      { outcome: 'failed', end_reason: 'lost', ...numbers, 'calls.active': 0 },
      { outcome: 'in_progress', end_reason: null, ...numbers, 'calls.active': 1 },
    ]);
  });

  it('a lost call is opened again by its late end', async () => {
    const call: PhoneCall = { id: 'late', start: on('10:00:00'), answered: 5, ended: 65 };
    const tenant = await tenantWith([]);
    const [started, answered, ended] = phoneCall(call);
    await tenant.send([started!, answered!]);
    await service.waitUntilProjected();
    expect(await ask(tenant, ['calls.duration.mean'])).toEqual({ 'calls.duration.mean': null });
    await tenant.send([ended!]);
    await service.waitUntilProjected();
    expect(await ask(tenant, ['calls.duration.mean'])).toEqual({ 'calls.duration.mean': 60 });
  });
});

describe('money', () => {
  const cost = (total: string | number, currency: string): NonNullable<PhoneCall['end']> => ({
    cost: { total, currency },
  });
  const call = (minute: number, agent: string, end: NonNullable<PhoneCall['end']>): PhoneCall => ({
    start: on(`10:${minute}:00`),
    agent,
    answered: 1,
    ended: 60,
    end,
  });

  it('is a column for each currency, never added together', async () => {
    const tenant = await tenantWith([
      call(10, 'anna', cost('0.10', 'EUR')),
      call(11, 'anna', cost('0.20', 'EUR')),
      call(12, 'anna', cost(250, 'JPY')),
      call(13, 'ben', cost(0.005, 'EUR')),
      call(14, 'ben', {}),
    ]);
    const metrics = ['calls.cost.sum', 'calls.cost.mean'];
    const answer = await tenant.query({ ...DAY, queries: [{ refId: 'A', metrics, groupBy: ['agent'] }] });
    expect(rowsOf(answer)).toEqual([
      {
        agent: 'anna',
        'calls.cost.sum EUR': 0.3,
        'calls.cost.sum JPY': 250,
        'calls.cost.mean EUR': 0.15,
        'calls.cost.mean JPY': 250,
      },
      {
        agent: 'ben',
        'calls.cost.sum EUR': 0.005,
        'calls.cost.sum JPY': 0,
        'calls.cost.mean EUR': 0.005,
        'calls.cost.mean JPY': null,
      },
    ]);
  });

  it('is exact: a thousand times ten cents is a hundred', async () => {
    const calls = Array.from({ length: 1_000 }, () => call(10, 'anna', cost('0.10', 'EUR')));
    expect(await ask(await tenantWith(calls), ['calls.cost.sum'])).toEqual({ 'calls.cost.sum': 100 });
  });
});

it('takes a range that begins with the first microsecond of a call and ends before the next', async () => {
  const tenant = await tenantWith([
    { start: on('10:00:00'), ended: 10 },
    { start: on('10:00:01'), ended: 10 },
  ]);
  const between = { from: on('10:00:00'), to: on('10:00:01') };
  expect(await ask(tenant, ['calls.count'], between)).toEqual({ 'calls.count': 1 });
});
