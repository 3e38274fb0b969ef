/* eslint-disable max-lines -- every event type of one platform, with the payloads beside the expectations */
import fc from 'fast-check';
import { foldPayment } from '../../../src/projection/fold/payment.js';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';
import { admitted } from './admitted.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { mappingErrorPath } from './mapping-error-path.js';
import { payload } from './payload.js';

const RECEIVED = Date.parse('2022-03-26T18:45:00.000Z');
const stripe = createStripe({ testMode: true });
const session = payload('stripe/checkout.session.completed.json');
const invoice = payload('stripe/invoice.paid.json');
const refund = payload('stripe/charge.refunded.json');
const EVENT = 'evt_000000000000000000000000';
const INTENT = 'pi_000000000000000000000000';
/** Billionths of the major unit. */
const UNIT = 1_000_000_000n;

const mapped = (value: unknown) => {
  const events = stripe.map(value, RECEIVED);
  expect(contractErrors(events)).toEqual([]);
  return events;
};
const dataOf = (value: unknown): Record<string, unknown> | undefined => mapped(value)[0]?.data;
/** The value with changes to the object that it is about. */
const about = (value: unknown, changes: Readonly<Record<string, unknown>>): unknown =>
  changed(value, Object.fromEntries(Object.entries(changes).map(([path, to]) => [`/data/object${path}`, to])));
const fold = (...values: unknown[]) =>
  foldPayment(
    'main',
    admitted(
      'stripe',
      values.flatMap((value) => mapped(value)),
    ),
  );

let made = 0;
/** An event as Stripe sends it, with an id of its own. */
const event = (type: string, object: Readonly<Record<string, unknown>>, more: object = {}) => {
  made += 1;
  return { id: `evt_${made}`, object: 'event', created: 1_648_319_959 + made, type, data: { object }, ...more };
};
const intent = (changes: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  amount: 3_000,
  amount_received: 3_000,
  currency: 'usd',
  metadata: {},
  ...changes,
});

describe('the recorded events', () => {
  test('a session that is complete and paid', () => {
    expect(mapped(session)).toEqual([
      {
        id: `${EVENT}/checkout.session.completed`,
        type: 'payment.succeeded',
        time: '2022-03-26T18:39:19.000Z',
        data: { payment_id: INTENT, amount: '30', currency: 'USD', caller: { email: 'caller@example.invalid' } },
      },
    ]);
    expect(stripe.kind(session)).toBe('checkout.session.completed');
  });

  test('an invoice that is paid, at the time of its payment', () => {
    expect(mapped(invoice)).toEqual([
      {
        id: `${EVENT}/invoice.paid`,
        type: 'payment.succeeded',
        time: '2022-03-26T18:40:13.000Z',
        data: { payment_id: INTENT, amount: '20', currency: 'USD' },
      },
    ]);
    expect(stripe.kind(invoice)).toBe('invoice.paid');
  });

  test('a charge that is given back', () => {
    expect(mapped(refund)).toEqual([
      {
        id: `${EVENT}/charge.refunded`,
        type: 'payment.refunded',
        time: '2022-03-26T18:39:09.000Z',
        data: { payment_id: 'ch_000000000000000000000000', amount: '1', currency: 'USD' },
      },
    ]);
    expect(stripe.kind(refund)).toBe('charge.refunded');
  });

  test.each([session, invoice, refund])(
    'are mapped alike whenever they arrive, and as they are stored (%#)',
    (value) => {
      expect(stripe.map(value, RECEIVED + 3_600_000)).toEqual(stripe.map(value, RECEIVED));
      expect(stripe.map(stripe.redact(value), RECEIVED)).toEqual(stripe.map(value, RECEIVED));
      expect(stripe.parse(Buffer.from(JSON.stringify(value)))).toEqual(value);
    },
  );
});

describe('amounts are in the smallest unit of their currency', () => {
  test.each([
    ['usd', 1, '0.01'],
    ['usd', 3_000, '30'],
    ['USD', 1_999, '19.99'],
    ['eur', 99_999_999_999, '999999999.99'],
    // No decimals.
    ['jpy', 500, '500'],
    ['krw', 1, '1'],
    ['clp', 12_345, '12345'],
    // Three decimals.
    ['kwd', 1_230, '1.23'],
    ['kwd', 1, '0.001'],
    ['bhd', 5_000, '5'],
    // No decimals in daily life, two at Stripe.
    ['isk', 1_200, '12'],
    ['ugx', 1_200, '12'],
  ])('%s %s', (currency, amount, expected) => {
    expect(dataOf(about(session, { '/currency': currency, '/amount_total': amount }))).toMatchObject({
      amount: expected,
      currency: currency.toUpperCase(),
    });
  });

  test('one that is too large for the contract is refused, not clipped', () => {
    const value = about(session, { '/amount_total': 100_000_000_000 });
    expect(mappingErrorPath(() => mapped(value))).toBe('/data/object/amount_total');
  });
});

describe('which events tell of money', () => {
  test.each(['unpaid', 'no_payment_required', '', null, undefined])('a session that is %s tells nothing', (status) => {
    expect(mapped(about(session, { '/payment_status': status }))).toEqual([]);
  });

  test('a slow payment is told when its money comes, or does not', () => {
    const unpaid = about(session, { '/payment_status': 'unpaid' });
    const later = (type: string) => changed(unpaid, { '/id': 'evt_2', '/type': type, '/created': 1_648_406_359 });
    expect(mapped(later('checkout.session.async_payment_succeeded'))).toEqual([
      {
        id: 'evt_2/checkout.session.async_payment_succeeded',
        type: 'payment.succeeded',
        time: '2022-03-27T18:39:19.000Z',
        data: { payment_id: INTENT, amount: '30', currency: 'USD', caller: { email: 'caller@example.invalid' } },
      },
    ]);
    expect(mapped(later('checkout.session.async_payment_failed'))).toMatchObject([
      { type: 'payment.failed', data: { payment_id: INTENT, amount: '30' } },
    ]);
    expect(fold(unpaid, later('checkout.session.async_payment_succeeded'))).toMatchObject({
      status: 'succeeded',
      amount: 30n * UNIT,
      happened_at: Date.parse('2022-03-27T18:39:19Z') * 1_000,
    });
  });

  test('an intent tells what was received', () => {
    expect(mapped(event('payment_intent.succeeded', intent({ amount_received: 2_500 })))).toMatchObject([
      { type: 'payment.succeeded', data: { payment_id: 'pi_1', amount: '25', currency: 'USD' } },
    ]);
  });

  test('what failed tells what was asked for', () => {
    const unpaid = intent({ amount_received: 0 });
    expect(mapped(event('payment_intent.payment_failed', unpaid))).toMatchObject([
      { type: 'payment.failed', data: { payment_id: 'pi_1', amount: '30', currency: 'USD' } },
    ]);
    const open = about(changed(invoice, { '/type': 'invoice.payment_failed' }), {
      '/amount_paid': 0,
      '/status_transitions/paid_at': null,
    });
    expect(mapped(open)).toEqual([
      {
        id: `${EVENT}/invoice.payment_failed`,
        type: 'payment.failed',
        time: '2022-03-26T18:40:15.000Z',
        data: { payment_id: INTENT, amount: '20', currency: 'USD' },
      },
    ]);
  });

  test('nothing is no payment', () => {
    expect(mapped(about(session, { '/amount_total': 0 }))).toEqual([]);
    expect(mapped(about(invoice, { '/amount_paid': 0 }))).toEqual([]);
    expect(mapped(event('payment_intent.succeeded', intent({ amount_received: 0 })))).toEqual([]);
    expect(mapped(about(refund, { '/amount_refunded': 0 }))).toEqual([]);
  });

  test.each([
    'customer.created',
    'charge.updated',
    'invoice.created',
    'payment_intent.created',
    'checkout.session.expired',
    'constructor',
    '__proto__',
  ])('%s tells nothing', (type) => {
    expect(mapped(changed(session, { '/type': type }))).toEqual([]);
    expect(stripe.kind(changed(session, { '/type': type }))).toBe(type);
  });

  test.each([null, 7, [], {}, { type: 4 }])('%j has no kind', (value) => {
    expect(stripe.kind(value)).toBe('unknown');
  });
});

describe('times', () => {
  test('are those of the event where the object has none', () => {
    const unknown = about(invoice, { '/status_transitions/paid_at': null });
    expect(mapped(unknown)[0]?.time).toBe('2022-03-26T18:40:15.000Z');
    expect(mapped(about(invoice, { '/status_transitions': undefined }))[0]?.time).toBe('2022-03-26T18:40:15.000Z');
  });

  test('are as late as it came where nothing has one', () => {
    expect(mapped(changed(session, { '/created': undefined }))[0]?.time).toBe('2022-03-26T18:45:00.000Z');
  });
});

describe('the id of the payment', () => {
  test.each([
    ['the intent', session, { '/payment_intent': 'pi_7' }, 'pi_7'],
    ['the intent, expanded', session, { '/payment_intent': { id: 'pi_8', object: 'payment_intent' } }, 'pi_8'],
    ['the session without one', session, { '/payment_intent': null, '/id': 'cs_1' }, 'cs_1'],
    ['the intent of an invoice', invoice, { '/payment_intent': 'pi_7' }, 'pi_7'],
    [
      'the intent of the first listed payment',
      invoice,
      {
        '/payment_intent': undefined,
        '/charge': undefined,
        '/payments': {
          object: 'list',
          data: [{ id: 'inpay_1', payment: { type: 'payment_intent', payment_intent: 'pi_9' } }],
        },
      },
      'pi_9',
    ],
    [
      'the intent of the first listed payment, expanded',
      invoice,
      { '/payment_intent': undefined, '/payments': { data: [{ payment: { payment_intent: { id: 'pi_10' } } }] } },
      'pi_10',
    ],
    ['the charge of an invoice', invoice, { '/payment_intent': null }, 'ch_000000000000000000000000'],
    ['the charge, expanded', invoice, { '/payment_intent': null, '/charge': { id: 'ch_5' } }, 'ch_5'],
    [
      'the invoice without either',
      invoice,
      { '/payment_intent': null, '/charge': null, '/payments': { data: [] } },
      'in_000000000000000000000000',
    ],
    ['the intent of a charge', refund, { '/payment_intent': 'pi_7' }, 'pi_7'],
    ['the charge itself', refund, {}, 'ch_000000000000000000000000'],
  ])('is %s', (_, value, changes, expected) => {
    expect(dataOf(about(value, changes))).toMatchObject({ payment_id: expected });
  });
});

describe('what a payment belongs to', () => {
  test.each([
    [{ '/metadata': { call_id: 'call_1' } }, { call_id: 'call_1' }],
    [{ '/metadata': { appointment_id: '399682887' } }, { appointment_id: '399682887' }],
    [
      { '/metadata': { call_id: 'call_1', appointment_id: 'a1', other: 'x' } },
      { call_id: 'call_1', appointment_id: 'a1' },
    ],
    [{ '/client_reference_id': 'call_2' }, { reference: 'call_2' }],
    [
      { '/client_reference_id': 'call_2', '/metadata': { call_id: 'call_1' } },
      { call_id: 'call_1', reference: 'call_2' },
    ],
    [{ '/client_reference_id': 'call_2', '/metadata': { call_id: '' } }, { reference: 'call_2' }],
    [{ '/metadata': null }, {}],
  ])('a call and an appointment: %j', (changes, expected) => {
    const { call_id, appointment_id, reference } = dataOf(about(session, changes)) ?? {};
    expect({ call_id, appointment_id, reference }).toEqual(expected);
  });

  test.each([
    [
      session,
      { '/customer_details/phone': '+15550100123' },
      { email: 'caller@example.invalid', phone: '+15550100123' },
    ],
    [session, { '/customer_details': null }, undefined],
    [session, { '/customer_details': null, '/customer_email': 'b@example.invalid' }, { email: 'b@example.invalid' }],
    [session, { '/customer_details/email': ' ' }, undefined],
    [session, { '/customer_details/email': `${'x'.repeat(309)}@example.org` }, undefined],
    [invoice, { '/customer_email': 'c@example.invalid' }, { email: 'c@example.invalid' }],
    [invoice, { '/customer_phone': '+4930123456' }, { phone: '+4930123456' }],
    [refund, { '/billing_details/email': 'd@example.invalid' }, { email: 'd@example.invalid' }],
    [refund, { '/billing_details/phone': '030 123456' }, { phone: '030 123456' }],
    [refund, { '/receipt_email': 'e@example.invalid' }, { email: 'e@example.invalid' }],
    [refund, {}, undefined],
  ])('a person (%#)', (value, changes, caller) => {
    expect(dataOf(about(value, changes))?.['caller']).toEqual(caller);
  });

  test('the metadata of a subscription counts for its invoices', () => {
    const metadata = { call_id: 'call_1', appointment_id: 'a1' };
    for (const place of ['/subscription_details', '/parent/subscription_details']) {
      expect(dataOf(about(invoice, { [place]: { metadata } }))).toMatchObject(metadata);
    }
  });

  test('is in the row, whichever of the events knows it', () => {
    const row = fold(
      event('payment_intent.succeeded', intent()),
      event('checkout.session.completed', {
        id: 'cs_1',
        object: 'checkout.session',
        payment_intent: 'pi_1',
        payment_status: 'paid',
        amount_total: 3_000,
        currency: 'usd',
        client_reference_id: 'call_1',
        metadata: { appointment_id: 'a1' },
        customer_details: { email: 'Caller@Example.invalid', phone: null },
      }),
    );
    expect(row).toMatchObject({ reported_reference: 'call_1', reported_appointment_id: 'a1', caller: null });
    expect(row?.email).toMatch(/^[0-9a-f]{32}$/);
    expect(row?.caller_masked).toBe('c•••@example.invalid');
  });
});

describe('a payment that is told several times', () => {
  const sessionOf = (changes: object = {}) => ({
    id: 'cs_1',
    object: 'checkout.session',
    payment_intent: 'pi_1',
    payment_status: 'paid',
    amount_total: 3_000,
    currency: 'usd',
    ...changes,
  });
  const invoiceOf = (changes: object = {}) => ({
    id: 'in_1',
    object: 'invoice',
    payment_intent: 'pi_1',
    amount_paid: 3_000,
    amount_due: 3_000,
    currency: 'usd',
    ...changes,
  });

  test('came once, in whatever order and however often it is told', () => {
    const told = [
      event('payment_intent.succeeded', intent()),
      event('checkout.session.completed', sessionOf()),
      event('invoice.paid', invoiceOf({ status_transitions: { paid_at: 1_648_319_900 } })),
      event('invoice.paid', invoiceOf({ payment_intent: intent() })),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...told), { minLength: 1, maxLength: 8 }), (sent) => {
        const row = fold(...sent);
        expect(row).toMatchObject({
          payment_id: 'pi_1',
          status: 'succeeded',
          amount: 30n * UNIT,
          refunded: 0n,
          currency: 'USD',
        });
        // Where it stands in the record is the one thing that the first to arrive decides.
        expect(fold(...sent.toReversed())).toEqual({ ...row, anchor: expect.any(Number) });
      }),
    );
    // The invoice knows the earliest time: 18:38:20.
    expect(fold(...told)?.happened_at).toBe(Date.parse('2022-03-26T18:38:20Z') * 1_000);
  });

  test('came, though it failed first', () => {
    const failed = event('payment_intent.payment_failed', intent({ amount_received: 0 }));
    const succeeded = event('payment_intent.succeeded', intent());
    expect(fold(failed)).toMatchObject({ status: 'failed', amount: null, refunded: 0n, currency: 'USD' });
    expect(fold(succeeded, failed)).toMatchObject({
      status: 'succeeded',
      amount: 30n * UNIT,
      happened_at: succeeded.created * 1_000_000,
    });
  });

  /**
   * A session in subscription mode names no payment intent but its invoice, and Stripe tells the same money by
   * `invoice.paid` with the intent. What is counted as revenue must be 30, not 60.
   */
  test.each(['checkout.session.completed', 'checkout.session.async_payment_succeeded'])(
    'came once when it begins a subscription (%s)',
    (type) => {
      const changes = { mode: 'subscription', payment_intent: null, invoice: 'in_1', subscription: 'sub_1' };
      const told = [event(type, sessionOf(changes)), event('invoice.paid', invoiceOf({ subscription: 'sub_1' }))];
      expect(
        told.flatMap((value) => mapped(value)).map(({ type: tells, data }) => [tells, data['payment_id']]),
      ).toEqual([['payment.succeeded', 'pi_1']]);
    },
  );

  test('came when a session names the invoice that it made beside its payment', () => {
    expect(mapped(event('checkout.session.completed', sessionOf({ invoice: 'in_1' })))).toMatchObject([
      { type: 'payment.succeeded', data: { payment_id: 'pi_1', amount: '30' } },
    ]);
  });
});

describe('money that goes back', () => {
  /** A charge of 100 (1.00 in dollars) of which `total` has been given back by now, `before` of it before this refund. */
  const refundOf = (total: number, before: number | undefined, currency = 'usd') => {
    const object = {
      id: 'ch_1',
      object: 'charge',
      payment_intent: 'pi_1',
      amount: 100,
      amount_refunded: total,
      refunded: total === 100,
      currency,
    };
    const previous_attributes = before === undefined ? undefined : { amount_refunded: before };
    return event('charge.refunded', object, { data: { object, previous_attributes } });
  };
  const paid = event('payment_intent.succeeded', intent({ amount: 100, amount_received: 100 }));

  test('is what this refund gave, not all there were', () => {
    expect(dataOf(refundOf(30, 0))).toEqual({ payment_id: 'pi_1', amount: '0.3', currency: 'USD' });
    expect(dataOf(refundOf(100, 30))).toEqual({ payment_id: 'pi_1', amount: '0.7', currency: 'USD' });
    expect(dataOf(refundOf(100, 99, 'jpy'))).toEqual({ payment_id: 'pi_1', amount: '1', currency: 'JPY' });
    expect(dataOf(refundOf(100, undefined))).toEqual({ payment_id: 'pi_1', amount: '1', currency: 'USD' });
  });

  test('that changed nothing tells nothing', () => {
    expect(mapped(refundOf(30, 30))).toEqual([]);
  });

  test('in parts adds up to all, in whatever order and however often it is told', () => {
    const told = [paid, refundOf(30, 0), refundOf(100, 30)];
    fc.assert(
      fc.property(fc.shuffledSubarray([...told, ...told], { minLength: 6 }), (sent) => {
        expect(fold(...sent)).toMatchObject({ status: 'refunded', amount: UNIT, refunded: UNIT, currency: 'USD' });
      }),
    );
    expect(fold(paid, refundOf(30, 0))).toMatchObject({
      status: 'succeeded',
      amount: UNIT,
      refunded: (30n * UNIT) / 100n,
    });
  });

  test('in any parts adds up exactly', () => {
    const marks = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 8 });
    fc.assert(
      fc.property(marks, fc.constantFrom('usd', 'jpy', 'kwd', 'isk'), (unordered, currency) => {
        const totals = [...unordered.toSorted((a, b) => a - b), 100];
        const refunds = totals.map((total, index) => refundOf(total, totals[index - 1] ?? 0, currency));
        const units = { usd: 100n, isk: 100n, jpy: 1n, kwd: 1_000n }[currency];
        expect(fold(...refunds)).toMatchObject({
          payment_id: 'pi_1',
          status: 'refunded',
          amount: null,
          refunded: (100n * UNIT) / units,
        });
      }),
    );
  });
});

test.each([
  ['text', ''],
  [{}, '/type'],
  [changed(session, { '/type': 7 }), '/type'],
  [changed(session, { '/id': undefined }), '/id'],
  [changed(session, { '/id': 7 }), '/id'],
  [changed(session, { '/data': [] }), '/data/object'],
  [changed(session, { '/livemode': 'no' }), '/livemode'],
  [changed(session, { '/data/object': undefined, '/type': 'invoice.paid' }), '/data/object'],
  [about(session, { '/currency': undefined }), '/data/object/currency'],
  [about(session, { '/currency': 'dollars' }), '/data/object/currency'],
  [about(session, { '/amount_total': undefined }), '/data/object/amount_total'],
  [about(session, { '/amount_total': null }), '/data/object/amount_total'],
  [about(session, { '/amount_total': 'much' }), '/data/object/amount_total'],
  [about(session, { '/payment_status': 7 }), '/data/object/payment_status'],
  [about(session, { '/payment_intent': null, '/id': undefined }), '/data/object/id'],
  [about(session, { '/payment_intent': 7 }), '/data/object/payment_intent'],
  [about(invoice, { '/amount_paid': {} }), '/data/object/amount_paid'],
  [about(refund, { '/amount_refunded': null }), '/data/object/amount_refunded'],
  [
    changed(refund, { '/data/previous_attributes/amount_refunded': 'none' }),
    '/data/previous_attributes/amount_refunded',
  ],
  [event('payment_intent.succeeded', intent({ id: undefined })), '/data/object/id'],
])('what cannot be mapped names its place (%#)', (value, path) => {
  expect(mappingErrorPath(() => stripe.map(value, RECEIVED))).toBe(path);
});
