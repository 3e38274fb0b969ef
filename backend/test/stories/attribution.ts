import type { Story } from './story.js';
import { booked } from '../support/events/booking.js';
import { call } from '../support/events/call.js';
import { touch } from '../support/events/touch.js';

export const PAT = '+4930901820';

/** A booking at noon of 20 May, and the call that it was made in. */
export const booking = [...call('c', '20T11:55', { from: PAT }), booked('A', '20T12:00', { call: 'c' })];
export const day = { from: '20T00:00', to: '21T00:00' };

const three = [
  ...booking,
  touch('20T12:00', { source: 'today', phone: PAT }),
  touch('06T12:00', { source: 'fortnight-ago', phone: PAT }),
  touch('13T12:00', { source: 'week-ago', phone: PAT }),
];
const sortBy = ['source'];

const vector = (model: string, shares: readonly [number, number, number]): Story => ({
  shows: `${model}: what touches 14, 7 and 0 days before are credited with`,
  ...day,
  events: three,
  ask: { attribution: { model, groupBy: ['source'] } },
  expected: {
    source: ['fortnight-ago', 'week-ago', 'today'].filter((_, place) => shares[place] !== 0),
    conversions: shares.filter((share) => share !== 0),
  },
});

/** By name, as rows are compared. */
const sorted = ({ expected: { source = [], conversions = [] }, ...story }: Story): Story => {
  const order = source.map((_, place) => place).sort((a, b) => (String(source[a]) < String(source[b]) ? -1 : 1));
  const by = <T>(column: readonly T[]): T[] => order.map((place) => column[place]!);
  return { ...story, expected: { source: by(source), conversions: by(conversions) }, sortBy };
};

const touches = (...sources: string[]) => [
  ...booking,
  ...sources.map((source, place) => touch(`1${place}T10:00`, { source, phone: PAT })),
];

const asked = (model: string) => ({ attribution: { model, groupBy: ['source'] } });

export const ATTRIBUTION_MODELS: readonly Story[] = [
  sorted(vector('first', [1, 0, 0])),
  sorted(vector('last', [0, 0, 1])),
  sorted(vector('last_non_direct', [0, 0, 1])),
  sorted(vector('linear', [1 / 3, 1 / 3, 1 / 3])),
  sorted(vector('position', [0.4, 0.2, 0.4])),
  sorted(vector('time_decay', [1 / 7, 2 / 7, 4 / 7])),
  {
    shows: 'the last touch counts where no model is asked for',
    ...day,
    events: three,
    ask: { attribution: { groupBy: ['source'] } },
    expected: { source: ['today'], conversions: [1] },
  },
  ...['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay'].map((model): Story => ({
    shows: `${model}: a single touch has all`,
    ...day,
    events: touches('web'),
    ask: asked(model),
    expected: { source: ['web'], conversions: [1] },
  })),
  {
    shows: 'position: two touches have half each',
    ...day,
    events: touches('a', 'b'),
    ask: asked('position'),
    expected: { source: ['a', 'b'], conversions: [0.5, 0.5] },
    sortBy,
  },
  {
    shows: 'position: several between share a fifth',
    ...day,
    events: touches('a', 'b', 'c', 'd', 'e', 'f'),
    ask: asked('position'),
    expected: { source: ['a', 'b', 'c', 'd', 'e', 'f'], conversions: [0.4, 0.05, 0.05, 0.05, 0.05, 0.4] },
    sortBy,
  },
  {
    shows: 'the same source twice has both shares',
    ...day,
    events: touches('a', 'b', 'a'),
    ask: asked('position'),
    expected: { source: ['a', 'b'], conversions: [0.8, 0.2] },
    sortBy,
  },
  {
    shows: 'last_non_direct: what is direct is passed over',
    ...day,
    events: touches('mail', 'web', 'direct', '(direct)'),
    ask: asked('last_non_direct'),
    expected: { source: ['web'], conversions: [1] },
  },
  {
    shows: 'last_non_direct: where all are direct the last has all',
    ...day,
    events: touches('(direct)', 'direct'),
    ask: asked('last_non_direct'),
    expected: { source: ['direct'], conversions: [1] },
  },
  {
    shows: 'last_non_direct: a call without a source is direct, whatever else it tells',
    ...day,
    events: [...touches('web'), ...call('d', '15T10:00', { from: PAT, attribution: { tracking_number: '+49301' } })],
    ask: { attribution: { model: ['last_non_direct', 'last'], groupBy: ['source', 'tracking_number'] } },
    expected: {
      model: ['last', 'last_non_direct'],
      source: [null, 'web'],
      tracking_number: ['+49301', null],
      conversions: [1, 1],
    },
    sortBy: ['model'],
  },
  {
    shows: 'several models stand one below the other',
    ...day,
    events: touches('a', 'b'),
    ask: { attribution: { model: ['first', 'linear', 'last'], groupBy: ['source'] } },
    expected: {
      model: ['first', 'last', 'linear', 'linear'],
      source: ['a', 'b', 'a', 'b'],
      conversions: [1, 1, 0.5, 0.5],
    },
    sortBy: ['model', 'source'],
  },
  {
    shows: 'touches of one instant are in the order of their ids',
    ...day,
    events: [
      ...booking,
      touch('15T10:00', { id: 'touch-2', source: 'second', phone: PAT }),
      touch('15T10:00', { id: 'touch-1', source: 'first', phone: PAT }),
    ],
    ask: { attribution: { model: ['first', 'last'], groupBy: ['source'] } },
    expected: { model: ['first', 'last'], source: ['first', 'second'], conversions: [1, 1] },
    sortBy: ['model'],
  },
];
