import type { GoodDirection } from '@callsight/contract/query/catalogue';
import { aggregateOf, countOf } from '../language/aggregate.js';
import { defineIn } from './define.js';
import { aggregate, metric, minus, ratio, type Expression } from '../language/expression.js';
import type { Metric } from './metric.js';

const payment = defineIn('payments');

function payments(): Metric[] {
  const money = (value: string): Expression => aggregate(aggregateOf('sum', 'payments', value, { isMoney: true }));
  const paid = (where: string): Expression => aggregate(countOf('payments', where));
  return [
    payment(
      'payments.succeeded',
      'Payments',
      'Payments of calls whose money came',
      'short',
      'up',
      paid('amount IS NOT NULL'),
    ),
    payment(
      'payments.failed',
      'Failed payments',
      'Payments of calls whose money did not come',
      'short',
      'down',
      paid("status = 'failed'"),
    ),
    payment(
      'revenue.sum',
      'Revenue',
      'Money of the payments that belong to calls, by currency',
      'currency',
      'up',
      money('amount'),
    ),
    payment(
      'revenue.refunded',
      'Refunds',
      'What went back of these payments, by currency',
      'currency',
      'down',
      money('refunded'),
    ),
    payment(
      'revenue.net',
      'Net revenue',
      'Revenue less refunds, by currency',
      'currency',
      'up',
      minus(metric('revenue.sum'), metric('revenue.refunded')),
    ),
  ];
}

const PER: readonly (readonly [string, string, string, GoodDirection, string, string])[] = [
  ['revenue.per_call', 'Net revenue per call', 'for each call', 'up', 'revenue.net', 'calls.count'],
  [
    'revenue.per_booking',
    'Net revenue per booking',
    'for each confirmed booking',
    'up',
    'revenue.net',
    'bookings.confirmed',
  ],
  [
    'revenue.per_kept_booking',
    'Net revenue per kept booking',
    'for each kept booking',
    'up',
    'revenue.net',
    'bookings.kept',
  ],
  [
    'revenue.refunded_per_kept_booking',
    'Refunds per kept booking',
    'for each kept booking',
    'down',
    'revenue.refunded',
    'bookings.kept',
  ],
  [
    'cost.per_booking',
    'Cost per booking',
    'for each confirmed booking',
    'down',
    'calls.cost.sum',
    'bookings.confirmed',
  ],
  [
    'cost.per_kept_booking',
    'Cost per kept booking',
    'for each kept booking',
    'down',
    'calls.cost.sum',
    'bookings.kept',
  ],
];

const quotients = (): Metric[] =>
  PER.map(([id, title, words, good, above, below]) =>
    payment(
      id,
      title,
      `${title.split(' per ')[0] ?? ''} ${words}, by currency`,
      'currency',
      good,
      ratio(metric(above), metric(below)),
    ),
  );

/** Metrics of payments, and of what bookings bring and cost. */
export const revenueMetrics = (): Metric[] => [...payments(), ...quotients()];
