import type { CallDetail } from '@callsight/contract/call-detail';
import fc from 'fast-check';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { Restartable } from '../../support/running-service.js';
import { deliver, form, sample, SECRETS, type PlatformName } from './platforms.js';

/** One phone call: Twilio hears it ring at 09:21:06, Retell takes it at 09:21:10.702, it ends at 09:21:46.005. */
const NOW = Date.parse('2025-10-24T09:30:00.000Z');
const SID = 'CAbc4dda269dfaf7729e1b06b7e6aa9d0f';
const RETELL = 'call_7d4d725e08ee202dded00b067eb';

const twilio = (status: string, time: string, more: Readonly<Record<string, string>> = {}): [PlatformName, string] => [
  'twilio',
  form({
    CallSid: SID,
    AccountSid: 'ACc19535f9ffa12fdd010628525ce37f4d',
    From: '+493012345678',
    To: '+15550100123',
    Direction: 'inbound',
    CallStatus: status,
    Timestamp: `Fri, 24 Oct 2025 ${time} +0000`,
    ...more,
  }),
];

const DELIVERIES: [PlatformName, string][] = [
  twilio('ringing', '09:21:06', { SequenceNumber: '0' }),
  twilio('in-progress', '09:21:10', { SequenceNumber: '1' }),
  ['retell', sample('retell/call_started.2025-10.json')],
  twilio('completed', '09:21:46', { SequenceNumber: '2', CallDuration: '36', Duration: '1' }),
  ['retell', sample('retell/call_ended.2025-10.json')],
  ['retell', sample('retell/call_analyzed.2025-10.json')],
];

/** What all orders come to. */
const EXPECTED = {
  call_id: RETELL,
  provider_call_sid: SID,
  // Rung at Twilio, answered and ended at Retell, to the millisecond.
  started_at: '2025-10-24T09:21:06.000Z',
  answered_at: '2025-10-24T09:21:10.702Z',
  ended_at: '2025-10-24T09:21:46.005Z',
  wait: 4.702,
  duration: 35.303,
  agent: 'agent_e58c1c09cf64dd3c3d2c0da676',
  provider: 'retell',
  ended_by: 'caller',
  end_reason: 'user_hangup',
  turns: 4,
  cost: '0.0456',
  // Retell was told "anonymous".
  caller_masked: '+49••••••••78',
  country: 'DE',
  region: 'Berlin',
  line_type: 'fixed_line',
  caller_timezone: 'Europe/Berlin',
  caller_type: 'new',
};

const detail = async (running: RunningService, id: string): Promise<CallDetail> =>
  (await running.main.request('GET', `/v1/calls/${id}`)).body as CallDetail;

const countOf = async (running: RunningService): Promise<number> => {
  const { results } = await running.main.query({
    from: '2025-10-24T00:00:00Z',
    to: '2025-10-25T00:00:00Z',
    queries: [{ refId: 'A', metrics: ['calls.count'] }],
  });
  const result = results['A']!;
  if (!('frames' in result)) throw new Error(JSON.stringify(result));
  return Number(result.frames[0]!.data.values[0]![0]);
};

const arrive = async (running: RunningService, deliveries: readonly [PlatformName, string][]): Promise<void> => {
  for (const [platform, body] of deliveries)
    expect((await deliver(running.service.app, platform, body, NOW)).status).toBe(200);
  await running.service.services.inbox.drain();
  await running.settled();
};

let running: RunningService;
beforeEach(async () => {
  running = await startRunningService(NOW, SECRETS);
});
afterEach(() => running.stop());

test('seen by Twilio and by Retell, it is one call, whichever way and however often it is told', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(DELIVERIES, { minLength: DELIVERIES.length }),
      fc.array(fc.constantFrom(...DELIVERIES), { maxLength: 3 }),
      fc.integer({ min: 1, max: 5 }),
      async (order, again, cut) => {
        const own = await startRunningService(NOW, SECRETS);
        try {
          await arrive(own, order.slice(0, cut));
          await arrive(own, [...order.slice(cut), ...again]);
          expect(await countOf(own)).toBe(1);
          expect((await detail(own, RETELL)).call).toMatchObject(EXPECTED);
          expect(await detail(own, SID)).toEqual(await detail(own, RETELL));
        } finally {
          await own.stop();
        }
      },
    ),
    { numRuns: 12, seed: 20_251_024 },
  );
});

test('Twilio alone makes a call of it; when Retell tells of it, its row goes', async () => {
  await arrive(running, [DELIVERIES[0]!, DELIVERIES[1]!, DELIVERIES[3]!]);
  expect(await countOf(running)).toBe(1);
  expect((await detail(running, SID)).call).toMatchObject({
    call_id: SID,
    agent: 'unknown',
    provider: 'twilio',
    wait: 4,
    duration: 36,
  });
  await arrive(running, [DELIVERIES[5]!]);
  expect(await countOf(running)).toBe(1);
  expect((await detail(running, SID)).call).toMatchObject(EXPECTED);
});

test('two calls that name the same carrier call are one, under the smaller id, in any order', async () => {
  const other = DELIVERIES[5]![1].replaceAll(RETELL, 'call_000');
  await arrive(running, [DELIVERIES[5]!]);
  await arrive(running, [['retell', other]]);
  expect(await countOf(running)).toBe(1);
  expect((await detail(running, RETELL)).call).toBeUndefined();
  expect((await detail(running, SID)).call).toMatchObject({ call_id: 'call_000', turns: 4, cost: '0.0456' });
});

test('a call that names two carrier calls is one with both, in any order', async () => {
  const second = 'CA-second';
  const [, ended] = DELIVERIES[3]!;
  const named = (sid: string) => ({
    specversion: '1.0' as const,
    id: `names-${sid}`,
    source: 'own',
    type: 'call.started' as const,
    subject: RETELL,
    time: '2025-10-24T09:21:10Z',
    data: { direction: 'inbound' as const, agent: { id: 'x' }, provider_call_sid: sid },
  });
  const steps: readonly ((own: RunningService) => Promise<unknown>)[] = [
    (own) => own.main.send([named(SID)]),
    (own) => own.main.send([named(second)]),
    (own) => arrive(own, [['twilio', ended]]),
    (own) => arrive(own, [['twilio', ended.replaceAll(SID, second)]]),
  ];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...steps], { minLength: steps.length }), async (order) => {
      const own = await startRunningService(NOW, SECRETS);
      try {
        for (const step of order) {
          await step(own);
          await own.settled();
        }
        expect(await countOf(own)).toBe(1);
        const subjects = new Set((await detail(own, RETELL)).events.map(({ subject }) => subject));
        expect([...subjects].sort()).toEqual([second, SID, RETELL].sort());
      } finally {
        await own.stop();
      }
    }),
    { numRuns: 5, seed: 20_251_024 },
  );
});

test('calls of other tenants with the same carrier id stay apart', async () => {
  const other = await running.tenant('other');
  await other.send([
    {
      specversion: '1.0',
      id: 's',
      source: 'own',
      type: 'call.started',
      subject: 'call-of-other',
      time: '2025-10-24T09:00:00.000000Z',
      data: { direction: 'inbound', agent: { id: 'x' }, provider_call_sid: SID },
    },
  ]);
  await arrive(running, [DELIVERIES[0]!]);
  expect((await detail(running, SID)).call).toMatchObject({ call_id: SID });
  expect((await other.request('GET', `/v1/calls/${SID}`)).body).toMatchObject({ call: { call_id: 'call-of-other' } });
});

test('a restart between the two forgets nothing', async () => {
  const service = await Restartable.create(NOW);
  try {
    const sent = async (deliveries: readonly [PlatformName, string][]): Promise<void> => {
      await service.start(SECRETS);
      for (const [platform, body] of deliveries) await deliver(service.service.app, platform, body, NOW);
      await service.service.services.inbox.drain();
      await service.settled();
    };
    await sent([DELIVERIES[5]!]);
    await service.stop();
    await sent([DELIVERIES[0]!, DELIVERIES[3]!]);
    expect(await service.call('GET', `/v1/calls/${SID}`)).toMatchObject({ call: EXPECTED });
    expect(await service.values({ metrics: ['calls.count'] })).toEqual([[0]]);
  } finally {
    await service.remove();
  }
});
