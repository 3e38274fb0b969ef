import fc from 'fast-check';
import { foldPayment } from '../../../src/projection/fold/payment.js';
import type { MappingWarning } from '../../../src/ingest/providers/port.js';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';
import { admitted } from './admitted.js';
import { contractErrors } from './contract-errors.js';
import { payload } from './payload.js';

const RECEIVED = Date.parse('2026-05-10T12:00:00.000Z');
/** Billionths of the major unit. */
const UNIT = 1_000_000_000n;
const stripe = createStripe();

let made = 0;
const event = (type: string, object: object, previous: object = {}) => {
  made += 1;
  return {
    id: `evt_${made}`,
    object: 'event',
    created: 1_778_400_000 + made,
    livemode: true,
    type,
    data: { object, previous_attributes: previous },
  };
};
const mapped = (value: unknown) => {
  const events = stripe.map(value, RECEIVED);
  expect(contractErrors(events)).toEqual([]);
  return events;
};
const fold = (...values: readonly unknown[]) => foldPayment('main', admitted('stripe', values.flatMap(mapped)));

const money = { currency: 'usd', metadata: {} };
const intent = { ...money, object: 'payment_intent', id: 'pi_1', amount: 3_000, amount_received: 3_000 };
const charge = {
  ...money,
  object: 'charge',
  id: 'ch_1',
  payment_intent: 'pi_1',
  amount: 3_000,
  amount_captured: 3_000,
  amount_refunded: 0,
  captured: true,
};
const invoice = {
  ...money,
  object: 'invoice',
  id: 'in_1',
  payment_intent: 'pi_1',
  charge: 'ch_1',
  amount_paid: 3_000,
  amount_due: 3_000,
};
const session = {
  ...money,
  object: 'checkout.session',
  id: 'cs_1',
  payment_intent: 'pi_1',
  payment_status: 'paid',
  amount_total: 3_000,
};
const dispute = (status: string, amount = 3_000) => ({
  ...money,
  object: 'dispute',
  id: 'dp_1',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  amount,
  status,
});
const refund = (status: string, id = 're_1', amount = 1_000) => ({
  ...money,
  object: 'refund',
  id,
  charge: 'ch_1',
  payment_intent: 'pi_1',
  amount,
  status,
});

const SUCCEEDED = [
  event('charge.succeeded', charge),
  event('payment_intent.succeeded', intent),
  event('invoice.paid', invoice),
  event('invoice.payment_succeeded', invoice),
  event('checkout.session.completed', session),
];

describe('a payment', () => {
  test.each(SUCCEEDED)('is told by $type alone', (one) => {
    expect(fold(one)).toMatchObject({ payment_id: 'pi_1', status: 'succeeded', amount: 30n * UNIT, currency: 'USD' });
  });

  test('counts once, whichever of its events come, in whatever order and however often', () => {
    const any = fc.subarray(SUCCEEDED, { minLength: 1 }).chain((some) => fc.shuffledSubarray([...some, ...some]));
    fc.assert(
      fc.property(
        any.filter(({ length }) => length > 0),
        (told) => {
          expect(fold(...told)).toMatchObject({ payment_id: 'pi_1', amount: 30n * UNIT, refunded: 0n });
        },
      ),
    );
  });

  test('that is only reserved has brought nothing until it is captured', () => {
    const reserved = { ...charge, captured: false, amount_captured: 0 };
    expect(mapped(event('charge.succeeded', reserved))).toEqual([]);
    expect(fold(event('charge.captured', { ...charge, amount_captured: 2_000 }))).toMatchObject({ amount: 20n * UNIT });
  });

  test('of a charge that failed is told as failed', () => {
    expect(fold(event('charge.failed', charge))).toMatchObject({ payment_id: 'pi_1', status: 'failed', amount: null });
  });
});

describe('a dispute', () => {
  test.each([
    ['charge.dispute.created', 'needs_response'],
    ['charge.dispute.updated', 'under_review'],
    ['charge.dispute.closed', 'won'],
    ['charge.dispute.closed', 'warning_closed'],
    ['charge.dispute.funds_withdrawn', 'needs_response'],
    ['charge.dispute.funds_reinstated', 'won'],
  ])('%s that is %s takes nothing', (type, status) => {
    expect(mapped(event(type, dispute(status)))).toEqual([]);
  });

  test('that is lost gives the money back, once, however often it is told', () => {
    const lost = [
      event('charge.dispute.closed', dispute('lost', 2_500)),
      event('charge.dispute.updated', dispute('lost', 2_500)),
    ];
    expect(fold(SUCCEEDED[0], ...lost, ...lost)).toMatchObject({
      payment_id: 'pi_1',
      amount: 30n * UNIT,
      refunded: 25n * UNIT,
      status: 'succeeded',
    });
    const whole = fold(SUCCEEDED[0], event('charge.dispute.closed', dispute('lost')));
    expect(whole).toMatchObject({ refunded: 30n * UNIT, status: 'refunded' });
  });
});

describe('a refund that failed', () => {
  const given = event('charge.refunded', { ...charge, amount_refunded: 1_000 }, { amount_refunded: 0 });
  const failures = [
    event('refund.failed', refund('failed')),
    event('charge.refund.updated', refund('failed')),
    event('refund.updated', refund('failed')),
  ];

  test.each(failures)('is taken back by $type', (failure) => {
    expect(fold(SUCCEEDED[1], given)).toMatchObject({ refunded: 10n * UNIT });
    expect(fold(SUCCEEDED[1], given, failure)).toMatchObject({ amount: 30n * UNIT, refunded: 0n, status: 'succeeded' });
  });

  test('is taken back once, in any order', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([SUCCEEDED[0], given, ...failures, ...failures], { minLength: 8, maxLength: 8 }),
        (told) => {
          expect(fold(...told)).toMatchObject({ amount: 30n * UNIT, refunded: 0n, status: 'succeeded' });
        },
      ),
    );
  });

  test('leaves the others that went through', () => {
    const second = event('charge.refunded', { ...charge, amount_refunded: 1_500 }, { amount_refunded: 1_000 });
    expect(fold(SUCCEEDED[0], given, second, failures[0])).toMatchObject({ refunded: 5n * UNIT });
  });

  test('takes nothing from what came where it is told alone', () => {
    expect(fold(SUCCEEDED[0], failures[0])).toMatchObject({ amount: 30n * UNIT, refunded: 0n });
  });

  test.each(['pending', 'succeeded', 'requires_action'])('is not one that is %s', (status) => {
    expect(mapped(event('charge.refund.updated', refund(status)))).toEqual([]);
  });
});

describe('test mode', () => {
  const all = [
    ...SUCCEEDED,
    event('charge.refunded', { ...charge, amount_refunded: 1_000 }),
    event('refund.failed', refund('failed')),
    event('charge.dispute.closed', dispute('lost')),
    payload('stripe/invoice.paid.json') as object,
  ].map((one) => ({ ...one, livemode: false }));

  test.each(all)('is left out with a warning, and taken where the setting says so (%#)', (one) => {
    const warnings: MappingWarning[] = [];
    expect(stripe.map(one, RECEIVED, (warning) => warnings.push(warning))).toEqual([]);
    expect(warnings.map(({ path }) => path)).toEqual(['/livemode']);
    expect(createStripe({ testMode: true }).map(one, RECEIVED)).toHaveLength(1);
  });

  test('an event that does not say is of live mode', () => {
    const { livemode: _livemode, ...one } = SUCCEEDED[0]!;
    expect(mapped(one)).toHaveLength(1);
  });
});
