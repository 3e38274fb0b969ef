import type { QueryResult } from '@callsight/contract/query/answer';
import { columnOf } from '../../support/frames.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-06-03T12:00:00Z');
const range = { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' };

const service = TestService.forTests(NOW);

/** The answer to one query that stands beside another one, which has to be answered whatever becomes of it. */
async function ask(query: object): Promise<QueryResult | undefined> {
  const beside = { refId: 'B', metrics: ['calls.count'] };
  const answer = await service.main.query({ ...range, queries: [{ refId: 'A', ...query }, beside] });
  expect(columnOf(answer, 'calls.count', 'B')).toEqual([0]);
  return answer.results['A'];
}

async function errorOf(query: object): Promise<{ code: string; message: string; suggestions?: string[] }> {
  const result = await ask(query);
  if (result === undefined || !('error' in result)) throw new Error(`it was answered: ${JSON.stringify(result)}`);
  return result.error;
}

const steps = ['call.started', 'b'];

describe('a word that is none is an error that names the nearest', () => {
  it.each([
    ['unit of a funnel', { funnel: { steps, unit: 'callers' } }, 'caller'],
    ['order of a funnel', { funnel: { steps, order: 'strikt' } }, 'strict'],
    ['saved funnel', { funnel: { id: 'apointment' } }, 'appointment'],
    ['saved funnel of abandonment', { abandonment: { id: 'apointment' } }, 'appointment'],
    ['breakdown', { funnel: { steps, breakdown: 'sourc' } }, 'source'],
    ['filter of a funnel', { funnel: { steps, filters: [{ dimension: 'agnt', op: '=', values: ['a'] }] } }, 'agent'],
    ['group of abandonment', { abandonment: { steps, groupBy: ['end_reson'] } }, 'end_reason'],
    ['unit of paths', { paths: { unit: 'cal' } }, 'call'],
    ['filter of paths', { paths: { filters: [{ dimension: 'agnt', op: '=', values: ['a'] }] } }, 'agent'],
    ['model', { attribution: { model: 'liner' } }, 'linear'],
    ['one of several models', { attribution: { model: ['first', 'time-decay'] } }, 'time_decay'],
    ['group of attribution', { attribution: { groupBy: ['sorce'] } }, 'source'],
    ['group of attribution that only calls have', { attribution: { groupBy: ['mediums'] } }, 'medium'],
    ['conversion', { attribution: { conversion: 'booking.confirm' } }, 'booking.confirmed'],
  ])('%s', async (_, query, nearest) => {
    const { message, suggestions } = await errorOf(query);
    expect(suggestions).toContain(nearest);
    expect(message).toContain(nearest);
  });
});

describe('what cannot be meant is refused', () => {
  it.each([
    ['a window that is no span', { funnel: { steps, window: 'soon' } }],
    ['a window without a unit', { funnel: { steps, window: '30' } }],
    ['a window in months, which are no elapsed time', { funnel: { steps, window: '1M' } }],
    ['a negative window', { funnel: { steps, window: '-1h' } }],
    ['a limit that is no span', { funnel: { steps: ['a', { step: 'b', within: '1 hour' }] } }],
    ['a look-back that is no span', { attribution: { lookback: 'long' } }],
    ['no steps', { funnel: { steps: [] } }],
    ['more than 20 steps', { funnel: { steps: Array.from({ length: 21 }, (_, place) => `step-${place}`) } }],
    ['a limit beside any order', { funnel: { steps: ['a', { step: 'b', within: '1m' }], order: 'any' } }],
    ['an exclusion beside any order', { funnel: { steps, order: 'any', exclusions: [{ step: 'x' }] } }],
    [
      'an exclusion after a step that is none of the funnel',
      { funnel: { steps, exclusions: [{ step: 'x', after: 'z' }] } },
    ],
    ['an exclusion before a place that is not there', { funnel: { steps, exclusions: [{ step: 'x', before: 3 }] } }],
    ['a field that does not exist', { funnel: { steps, windows: '1h' } }],
    ['a limit of nothing', { funnel: { steps, breakdown: 'agent', limit: 0 } }],
    ['an interval that is none', { funnel: { steps, interval: 'daily' } }],
    ['a step without a name', { funnel: { steps: ['a', ''] } }],
    ['no model', { attribution: { model: [] } }],
  ])('%s', async (_, query) => {
    const { code, message } = await errorOf(query);
    expect(code).not.toBe('');
    expect(message).not.toBe('');
  });
});

it.each([
  ['a step that nobody has told', { funnel: { steps: ['call.started', 'no.such.step'] } }],
  ['twenty steps', { funnel: { steps: Array.from({ length: 20 }, (_, place) => `step-${place}`) } }],
  [
    'a step that happens and is none of a path',
    { funnel: { steps: ['call.started', 'call.ended', 'payment.failed'] } },
  ],
])('%s may be asked for', async (_, query) => {
  const result = await ask(query);
  expect(result).toHaveProperty('frames');
});
