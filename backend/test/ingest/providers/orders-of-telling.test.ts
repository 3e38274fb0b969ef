import fc from 'fast-check';
import { foldAppointment } from '../../../src/projection/fold/appointment.js';
import { foldCall } from '../../../src/projection/fold/call.js';
import { foldPayment } from '../../../src/projection/fold/payment.js';
import { createAcuity } from '../../../src/ingest/providers/acuity/create-acuity.js';
import { MappingError, type MappedEvent, type Provider } from '../../../src/ingest/providers/port.js';
import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { admitted } from './admitted.js';
import { changed } from './changed.js';
import { formPayload } from './form-payload.js';
import { payload } from './payload.js';

const RULES = { lostAfter: 4 * 3_600_000_000, attributes: ['plan', 'doctor'] };
const LATER = Date.UTC(2090, 0, 1) * 1_000;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Places outside of lists: without an item of a list, the list says something else. */
const places = (value: unknown, path = ''): string[] =>
  isRecord(value) && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...places(inner, `${path}/${key}`)])
    : [];

/** What is told of one call, in an order in which its deliveries may arrive. */
const rowOf = (provider: Provider, call: string, deliveries: readonly unknown[]) => {
  const mapped = deliveries.flatMap((one) => provider.map(one, Date.UTC(2026, 0, 1)));
  const folded = foldCall('main', call, admitted(provider.name, mapped), LATER, RULES);
  return { call: folded?.call, turns: folded?.turns };
};

interface Telling {
  readonly name: string;
  readonly provider: Provider;
  readonly call: string;
  /** The whole, as it is told first and as it is told last. */
  readonly first: unknown;
  readonly last: unknown;
  /** Places without which a delivery says something else instead of less. */
  readonly others: readonly string[];
}

const analyzed = payload('retell/call_analyzed.2025-10.json') as { call: { call_analysis: object } };
const custom = { outcome: 'qualified', doctor: 'A', topics: ['x'], language: 'de' };
const analysis = { ...analyzed.call.call_analysis, custom_analysis_data: custom };
const retellMore = {
  '/call/metadata': { plan: 'gold' },
  '/call/call_analysis/custom_analysis_data': custom,
};
const vapiMore = {
  '/message/artifact/performanceMetrics': { numAssistantInterrupted: 3, turnLatencies: [{ turn: 900, model: 400 }] },
  '/message/analysis/structuredData': { outcome: 'booked', sentiment: 0.5, doctor: 'A' },
  '/message/call/metadata': { plan: 'gold' },
  '/message/customer': { number: '+4930123456' },
};
const vapi = changed(payload('vapi/end-of-call-report.2025-06.webcall.json'), vapiMore);
const twilio = changed(formPayload('twilio/status-callback.completed.form.txt'), {
  '/SequenceNumber': '3',
  '/QueueName': 'support',
});

const TELLINGS: readonly Telling[] = [
  {
    name: 'Retell, call_ended and call_analyzed',
    provider: createRetell(),
    call: 'call_7d4d725e08ee202dded00b067eb',
    // What Retell's analysis finds stands in call_analyzed alone.
    first: changed(payload('retell/call_ended.2025-10.json'), { ...retellMore, '/call/call_analysis': analysis }),
    last: changed(analyzed, retellMore),
    others: ['/event'],
  },
  {
    name: 'Vapi, two reports',
    provider: createVapi(),
    call: '97f28e3d-f334-8026-3fdb-cab787d687e7',
    first: vapi,
    last: changed(vapi, { '/message/timestamp': 1_749_546_999_000 }),
    // Another kind of message; the rounded sums instead of the items; another edition; the summary that stands beside it.
    others: ['/message/type', '/message/costs', '/message/timestamp', '/message/call/type', '/message/endedReason'],
  },
  {
    name: 'Twilio, two callbacks of one status',
    provider: createTwilio(),
    call: 'CAb262c1fc05281c5c3524b3165f05e3fb',
    first: twilio,
    last: changed(twilio, { '/SequenceNumber': '4' }),
    others: ['/CallStatus', '/SequenceNumber', '/Timestamp'],
  },
];

describe.each(TELLINGS)('$name', ({ provider, call, first, last, others }) => {
  const whole = rowOf(provider, call, [last]);
  const optional = places(last).filter((place) => {
    try {
      provider.map(changed(last, { [place]: null }), 0);
      return !others.some((other) => other === place || other.startsWith(`${place}/`));
    } catch (error) {
      if (error instanceof MappingError) return false;
      throw error;
    }
  });

  test('has fields that can be told later', () => {
    expect(optional.length).toBeGreaterThan(10);
    expect(whole.call).toBeDefined();
  });

  test('a field that is told later, or earlier alone, is known: every field, both orders of arrival', () => {
    for (const place of optional) {
      for (const value of [null, undefined]) {
        const less = { [place]: value };
        const later = [changed(first, less), last];
        const earlier = [first, changed(last, less)];
        for (const told of [later, later.toReversed(), earlier, earlier.toReversed()])
          expect([place, rowOf(provider, call, told)]).toEqual([place, whole]);
      }
    }
  });

  test('any orders of arrival of any tellings give one row', () => {
    const telling = fc
      .tuple(fc.constantFrom(first, last), fc.subarray(optional, { maxLength: 6 }), fc.constantFrom(null, undefined))
      .map(([whole, without, value]) => {
        return without.reduce((less: unknown, place) => {
          try {
            return changed(less, { [place]: value });
          } catch {
            return less; // What it stood in is gone already.
          }
        }, whole);
      });
    const orders = fc
      .array(telling, { minLength: 2, maxLength: 4 })
      .chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length })));
    fc.assert(
      fc.property(orders, ([told, shuffled]) => {
        expect(rowOf(provider, call, shuffled)).toEqual(rowOf(provider, call, told));
      }),
      { numRuns: 150 },
    );
  });
});

/** Values that differ between the tellings: what was told last counts. */
test.each([
  ['/call/call_cost/combined_cost', 12.5, { cost: 125_000_000n }],
  ['/call/disconnection_reason', 'agent_hangup', { ended_by: 'agent', end_reason: 'agent_hangup' }],
  ['/call/agent_name', 'Bert', { agent_name: 'Bert' }],
  ['/call/agent_version', 43, { agent_version: '43' }],
  ['/call/end_timestamp', 1_761_297_716_005, { ended_at: 1_761_297_716_005_000, duration: 45_303_000 }],
  ['/call/from_number', '+4930123456', { country: 'DE' }],
])('Retell: %s is as call_analyzed has it', (place, value, row) => {
  const last = changed(analyzed, { [place]: value });
  const deliveries = [payload('retell/call_started.2025-10.json'), payload('retell/call_ended.2025-10.json'), last];
  for (const told of [deliveries, deliveries.toReversed()])
    expect(rowOf(createRetell(), 'call_7d4d725e08ee202dded00b067eb', told).call).toMatchObject(row);
});

test('Retell: a latency is as call_analyzed has it', () => {
  const last = changed(analyzed, { '/call/latency/e2e/values/0': 1_234 });
  for (const told of [
    [payload('retell/call_ended.2025-10.json'), last],
    [last, payload('retell/call_ended.2025-10.json')],
  ]) {
    expect(rowOf(createRetell(), 'call_7d4d725e08ee202dded00b067eb', told).turns?.[0]).toMatchObject({ e2e: 1_234 });
  }
});

describe('Acuity', () => {
  const details = changed(payload('acuity/appointment.get.scheduled.json'), { '/phone': '+4930123456' });
  const { lookUp } = createAcuity({ userId: '1', currency: 'EUR' });
  const hook = (action: string) => ({ action, id: '399682887' });
  const first = lookUp!.compare(hook('scheduled'), Date.UTC(2020, 5, 30), details, null);
  const then = (changes: Readonly<Record<string, unknown>>) =>
    lookUp!.compare(hook('changed'), Date.UTC(2020, 6, 1), changed(details, changes), first.after).events;
  const fold = (events: readonly MappedEvent[]) => foldAppointment('main', admitted('acuity', events));

  test.each([
    ['/price', '99.50', { price: 99_500_000_000n, currency: 'EUR' }],
    ['/type', 'Check-up', { type: 'Check-up' }],
    ['/phone', '+4930999999', { caller_masked: '+49••••••99' }],
    ['/forms', [{ values: [{ name: 'Call ID', value: 'call_9' }] }], { reported_call_id: 'call_9' }],
  ])('%s that is changed without a move is told, and is no move', (place, value, row) => {
    for (const events of [
      [...first.events, ...then({ [place]: value })],
      [...then({ [place]: value }), ...first.events],
    ])
      expect(fold(events)).toMatchObject({ ...row, status: 'scheduled', reschedules: 0 });
  });

  test('what is not changed is not told', () => {
    expect(then({ '/notes': 'x' })).toEqual([]);
  });
});

test('Stripe: a link that only a later event about a payment has is the payment’s, in any order', () => {
  const stripe = createStripe({ testMode: true });
  const session = payload('stripe/checkout.session.completed.json');
  const bare = changed(session, {
    '/id': 'evt_1',
    '/created': 1_700_000_000,
    '/data/object/client_reference_id': null,
    '/data/object/customer_details': null,
  });
  const linked = changed(session, {
    '/id': 'evt_2',
    '/created': 1_700_000_100,
    '/data/object/metadata': { call_id: 'call_1', appointment_id: 'A' },
    '/data/object/customer_details': { email: 'caller@example.invalid', phone: '+4930123456' },
  });
  const other = changed(linked, {
    '/id': 'evt_3',
    '/created': 1_700_000_200,
    '/data/object/metadata/call_id': 'call_2',
  });
  const row = (deliveries: readonly unknown[]) =>
    foldPayment(
      'main',
      admitted(
        'stripe',
        deliveries.flatMap((one) => stripe.map(one, 0)),
      ),
    );
  for (const told of [
    [bare, linked, other],
    [other, bare, linked],
    [other, linked, bare],
  ]) {
    expect(row(told)).toMatchObject({
      reported_call_id: 'call_2',
      reported_appointment_id: 'A',
      caller_masked: '+49••••••56',
      happened_at: 1_700_000_000_000_000,
    });
  }
});
