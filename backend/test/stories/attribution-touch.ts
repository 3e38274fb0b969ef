import { booking, day, PAT } from './attribution.js';
import type { Story } from './story.js';
import { booked, completed } from '../support/events/booking.js';
import { call } from '../support/events/call.js';
import { paid } from '../support/events/payment.js';
import { touch } from '../support/events/touch.js';

const linear = { attribution: { model: 'linear', groupBy: ['source'] } };
const byNumber = { attribution: { model: 'linear', groupBy: ['source', 'tracking_number', 'landing_page'] } };
const sortBy = ['source'];

export const ATTRIBUTION_TOUCHES: readonly Story[] = [
  {
    shows:
      'the look-back is met exactly and missed by a microsecond; what comes after the conversion is none of its touches',
    ...day,
    events: [
      ...booking,
      touch('2026-04-20T12:00:00Z', { source: 'met', phone: PAT }),
      touch('2026-04-20T11:59:59.999999Z', { source: 'missed', phone: PAT }),
      touch('20T12:00', { source: 'at-once', phone: PAT }),
      touch('20T12:00:00.000001', { source: 'after', phone: PAT }),
    ],
    ask: linear,
    expected: { source: ['at-once', 'met'], conversions: [0.5, 0.5] },
    sortBy,
  },
  {
    shows: 'another look-back is elapsed time, too',
    ...day,
    events: [
      ...booking,
      touch('13T12:00', { source: 'met', phone: PAT }),
      touch('13T11:59:59.999999', { source: 'missed', phone: PAT }),
    ],
    ask: { attribution: { ...linear.attribution, lookback: '7d' } },
    expected: { source: ['met'], conversions: [1] },
  },
  {
    shows: 'a conversion without a touch is credited to nobody',
    ...day,
    events: [...booking, touch('15T10:00', { source: 'web', phone: '+442079460000' })],
    ask: byNumber,
    expected: { source: [null], tracking_number: [null], landing_page: [null], conversions: [1] },
  },
  {
    shows: 'a call that says where it came from is a touch at its start',
    ...day,
    events: [
      ...call('c', '20T11:55', { from: PAT, attribution: { source: 'web', landing_page: '/offer' } }),
      booked('A', '20T12:00', { call: 'c' }),
      ...call('d', '19T11:55', { from: PAT, attribution: { campaign: 'may' } }),
      ...call('e', '18T11:55', { from: PAT, attribution: { term: 'dentist' } }),
    ],
    ask: { attribution: { model: 'linear', groupBy: ['source', 'campaign', 'landing_page'] } },
    expected: {
      source: ['web', null],
      campaign: [null, 'may'],
      landing_page: ['/offer', null],
      conversions: [0.5, 0.5],
    },
    sortBy,
  },
  {
    shows: 'a call half an hour after a recorded touch is that touch, and adds its number and page',
    ...day,
    events: [
      ...booking,
      touch('15T10:00', { source: 'web', medium: 'cpc', phone: PAT }),
      ...call('d', '15T10:30', {
        from: PAT,
        attribution: { source: 'web', medium: 'cpc', tracking_number: '+49301', landing_page: '/offer' },
      }),
    ],
    ask: byNumber,
    expected: { source: ['web'], tracking_number: ['+49301'], landing_page: ['/offer'], conversions: [1] },
  },
  {
    shows: 'a call a microsecond later, before the touch, of another medium or of somebody else is a touch of its own',
    ...day,
    events: [
      ...booking,
      touch('15T10:00', { source: 'web', medium: 'cpc', phone: PAT }),
      ...call('later', '15T10:30:00.000001', {
        from: PAT,
        attribution: { source: 'web', medium: 'cpc', landing_page: '/1' },
      }),
      ...call('before', '15T09:59:59.999999', {
        from: PAT,
        attribution: { source: 'web', medium: 'cpc', landing_page: '/2' },
      }),
      ...call('other', '15T10:10', { from: PAT, attribution: { source: 'web', landing_page: '/3' } }),
      ...call('else', '15T10:10', {
        from: '+442079460000',
        attribution: { source: 'web', medium: 'cpc', landing_page: '/4' },
      }),
    ],
    ask: { attribution: { model: 'linear', groupBy: ['landing_page'] } },
    expected: { landing_page: ['/1', '/2', '/3', null], conversions: [0.25, 0.25, 0.25, 0.25] },
    sortBy: ['landing_page'],
  },
  {
    shows: 'touches by address count for who booked with that address, in whatever letters',
    ...day,
    events: [
      ...call('c', '20T11:55', { from: PAT }),
      booked('A', '20T12:00', { call: 'c', phone: PAT, email: 'Pat@Example.com' }),
      touch('15T10:00', { source: 'mail', email: 'pat@example.com' }),
      touch('16T10:00', { source: 'web', phone: PAT }),
      touch('17T10:00', { source: 'others', email: 'quinn@example.com' }),
    ],
    ask: linear,
    expected: { source: ['mail', 'web'], conversions: [0.5, 0.5] },
    sortBy,
  },
  {
    shows: 'filters choose by the calls of the conversions',
    ...day,
    events: [
      ...booking,
      ...call('d', '20T11:00', { from: PAT, agent: 'ben' }),
      booked('B', '20T11:30', { call: 'd' }),
      touch('16T10:00', { source: 'web', phone: PAT }),
    ],
    ask: { attribution: { ...linear.attribution, filters: [{ dimension: 'agent', op: '=', values: ['ben'] }] } },
    expected: { source: ['web'], conversions: [1] },
  },
  {
    shows: 'without groups there is one row, whatever lies outside the range',
    ...day,
    events: [
      ...booking,
      touch('16T10:00', { source: 'web', phone: PAT }),
      touch('17T10:00', { source: 'mail', phone: PAT }),
      booked('B', '20T00:00', { call: 'c' }),
      booked('before', '19T23:59:59.999999', { call: 'c' }),
      booked('after', '21T00:00', { call: 'c' }),
      booked('of-nobody', '20T12:00'),
    ],
    ask: { attribution: { model: 'linear', groupBy: [] } },
    expected: { conversions: [2] },
  },
];

export const ATTRIBUTION_CONVERSIONS: readonly Story[] = [
  {
    shows: 'a booking that was kept converts when it was made',
    ...day,
    events: [
      ...booking,
      completed('A', '27T12:00'),
      booked('not-kept', '20T12:00', { call: 'c' }),
      booked('made-before', '12T11:05', { call: 'c', starts: '20T10:00' }),
      completed('made-before', '20T11:00'),
      touch('10T10:00', { source: 'first', phone: PAT }),
      touch('18T10:00', { source: 'second', phone: PAT }),
      touch('22T10:00', { source: 'before-the-visit', phone: PAT }),
    ],
    ask: { attribution: { ...linear.attribution, conversion: 'booking.kept' } },
    expected: { source: ['first', 'second'], conversions: [0.5, 0.5] },
    sortBy,
  },
  {
    shows: 'a payment that belongs to a call converts when it came',
    ...day,
    events: [
      ...call('c', '19T11:00', { from: PAT }),
      paid('P', '20T12:00', '10 EUR', { call: 'c' }),
      paid('Q', '20T13:00', '5 EUR', { call: 'c' }),
      paid('of-nobody', '20T12:00', '99 EUR'),
      touch('10T10:00', { source: 'web', phone: PAT }),
    ],
    ask: { attribution: { ...linear.attribution, conversion: 'payment.succeeded' } },
    expected: { source: ['web'], conversions: [2], revenue: [15], currency: ['EUR'] },
  },
];
