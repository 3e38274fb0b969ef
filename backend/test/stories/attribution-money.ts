import { booking, day, PAT } from './attribution.js';
import type { Story } from './story.js';
import { booked } from '../support/events/booking.js';
import { call } from '../support/events/call.js';
import { paid, refunded } from '../support/events/payment.js';
import { spend, touch } from '../support/events/touch.js';

const linear = { attribution: { model: 'linear', groupBy: ['source'] } };
const sortBy = ['source', 'currency'];
const touched = (...sources: string[]) =>
  sources.map((source, place) => touch(`1${place}T10:00`, { source, phone: PAT }));

export const ATTRIBUTION_MONEY: readonly Story[] = [
  {
    shows: 'money is shared out to the last billionth, the first two of three touches together as near as can be',
    ...day,
    events: [...booking, ...touched('a', 'b', 'c'), paid('P', '25T10:00', '1 EUR', { appointment: 'A' })],
    ask: linear,
    expected: {
      source: ['a', 'b', 'c'],
      revenue: [0.333333333, 0.333333334, 0.333333333],
      currency: ['EUR', 'EUR', 'EUR'],
    },
    sortBy,
  },
  {
    shows: 'revenue of a booking is what its payments left, whenever they came',
    ...day,
    events: [
      ...booking,
      ...touched('a', 'b'),
      paid('P', '25T10:00', '100 EUR', { appointment: 'A' }),
      refunded('P', '28T10:00', '40 EUR'),
      paid('Q', '26T10:00', '10 EUR', { appointment: 'A' }),
    ],
    ask: linear,
    expected: { source: ['a', 'b'], conversions: [0.5, 0.5], revenue: [35, 35] },
    sortBy,
  },
  {
    shows: 'a booking that nobody paid counts in the currency of its price, without its amount',
    ...day,
    events: [
      ...call('c', '20T11:55', { from: PAT }),
      booked('A', '20T12:00', { call: 'c', price: '49.90 USD' }),
      booked('B', '20T12:00', { call: 'c', price: '49.90 USD' }),
      paid('P', '20T12:10', '40 EUR', { appointment: 'B' }),
      ...touched('a'),
    ],
    ask: linear,
    expected: { source: ['a', 'a'], currency: ['EUR', 'USD'], conversions: [1, 1], revenue: [40, 0] },
    sortBy,
  },
  {
    shows: 'one without payment and price counts in the only currency there is',
    ...day,
    events: [
      ...booking,
      booked('B', '20T12:00', { call: 'c' }),
      paid('P', '20T12:10', '40 EUR', { appointment: 'B' }),
      ...touched('a'),
    ],
    ask: linear,
    expected: { source: ['a'], currency: ['EUR'], conversions: [2], revenue: [40] },
  },
  {
    shows: 'cost is the spend of the range, of touches and of samples, whatever the model and whoever converted',
    ...day,
    events: [
      ...booking,
      touch('19T10:00', { source: 'web', phone: PAT, cost: '3 EUR' }),
      touch('20T10:00', { source: 'web', phone: PAT, cost: '0.25 EUR' }),
      touch('20T13:00', { source: 'web', phone: '+442079460000', cost: '0.50 EUR' }),
      spend('20T00:00', 20, { source: 'web', currency: 'EUR' }),
      spend('20T10:00', 7.5, { source: 'radio', currency: 'EUR' }),
      spend('21T00:00', 99, { source: 'web', currency: 'EUR' }),
      spend('19T23:59:59.999999', 99, { source: 'web', currency: 'EUR' }),
    ],
    ask: { attribution: { model: 'first', groupBy: ['source'] } },
    expected: {
      source: ['radio', 'web'],
      conversions: [0, 1],
      revenue: [0, 0],
      cost: [7.5, 20.75],
      currency: ['EUR', 'EUR'],
      cost_per_conversion: [null, 20.75],
    },
    sortBy,
  },
  {
    shows: 'cost per conversion is by shares of conversions',
    ...day,
    events: [
      ...booking,
      ...touched('a', 'b'),
      paid('P', '20T12:10', '40 EUR', { appointment: 'A' }),
      spend('20T10:00', 10, { source: 'a', currency: 'EUR' }),
    ],
    ask: linear,
    expected: { source: ['a', 'b'], cost: [10, 0], cost_per_conversion: [20, null], revenue: [20, 20] },
    sortBy,
  },
  {
    shows: 'spend goes by all of its tags',
    ...day,
    events: [
      spend('20T10:00', 10, { source: 'web', medium: 'cpc', campaign: 'may', currency: 'EUR' }),
      spend('20T10:00', 5, { source: 'web', medium: 'cpc', currency: 'EUR' }),
      spend('20T10:00', 2, { tracking_number: '+49301', landing_page: '/offer', currency: 'EUR' }),
    ],
    ask: { attribution: { groupBy: ['source', 'medium', 'campaign', 'tracking_number', 'landing_page'] } },
    expected: {
      source: ['web', 'web', null],
      medium: ['cpc', 'cpc', null],
      campaign: ['may', null, null],
      tracking_number: [null, null, '+49301'],
      landing_page: [null, null, '/offer'],
      cost: [10, 5, 2],
      conversions: [0, 0, 0],
    },
    sortBy: ['source', 'campaign'],
  },
  {
    shows: 'spend of two currencies is never added',
    ...day,
    events: [
      spend('20T10:00', 10, { source: 'web', currency: 'EUR' }),
      spend('20T10:00', 5, { source: 'web', currency: 'USD' }),
      touch('20T10:00', { source: 'web', phone: PAT, cost: '2 USD' }),
    ],
    ask: linear,
    expected: { source: ['web', 'web'], currency: ['EUR', 'USD'], cost: [10, 7] },
    sortBy,
  },
  {
    shows:
      'where nothing converted in a currency, or no spend was reported in it, there is no cost per conversion in it',
    ...day,
    events: [
      ...call('c', '20T11:55', { from: PAT }),
      booked('A', '20T12:00', { call: 'c', price: '49.90 USD' }),
      ...touched('a'),
      spend('20T10:00', 10, { source: 'a', currency: 'EUR' }),
    ],
    ask: linear,
    expected: {
      source: ['a', 'a'],
      currency: ['EUR', 'USD'],
      conversions: [0, 1],
      cost: [10, 0],
      cost_per_conversion: [null, null],
    },
    sortBy,
  },
  {
    shows:
      'a payment of the call that names no booking is of its first one; one that names another is not, though that is not there',
    ...day,
    events: [
      ...booking,
      booked('B', '20T12:01', { call: 'c', price: '49.90 USD' }),
      ...touched('a'),
      paid('P', '20T12:10', '40 EUR', { call: 'c' }),
      paid('Q', '20T12:10', '2 EUR', { call: 'c', appointment: 'never-seen' }),
    ],
    ask: linear,
    expected: { source: ['a', 'a'], currency: ['EUR', 'USD'], conversions: [1, 1], revenue: [40, 0] },
    sortBy,
  },
];
