import { event, type TestEvent, type Time } from './event.js';
import { given } from './given.js';
import { whose, type Whose } from './party.js';

type Money = Whose & { readonly appointment?: string };

const payment =
  (type: 'payment.succeeded' | 'payment.failed' | 'payment.refunded') =>
  (id: string, time: Time, sum: string, more: Money = {}): TestEvent => {
    const [amount = '', currency = ''] = sum.split(' ');
    return event(type, time, {
      payment_id: id,
      amount,
      currency,
      ...whose(more),
      ...given({ appointment_id: more.appointment }),
    });
  };

/** @param sum such as `49.90 EUR` */
export const paid = payment('payment.succeeded');
export const unpaid = payment('payment.failed');
export const refunded = payment('payment.refunded');
