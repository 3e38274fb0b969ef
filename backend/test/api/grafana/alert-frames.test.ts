import { phoneCall } from '../../support/events/call.js';
import { newAsker, type Asker } from './support/asking.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import type { ReadFrame } from './support/read-arrow.js';

const NOW = Date.parse('2026-03-04T12:00:00Z');
const DAY = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };

let service: GrafanaService;
let asker: Asker;

beforeAll(async () => {
  service = await startGrafanaService(NOW);
  const cost = (total: string, currency: string) => ({ cost: { total, currency } });
  asker = await newAsker(service, [
    ...phoneCall({ start: '2026-03-03T09:10:00Z', answered: 2, ended: 60, end: cost('0.20', 'EUR') }),
    ...phoneCall({ start: '2026-03-03T09:20:00Z', ended: 30, end: cost('0.10', 'EUR') }),
    ...phoneCall({ start: '2026-03-03T14:00:00Z', agent: 'ben', answered: 1, ended: 9, end: cost('0.50', 'USD') }),
  ]);
});
afterAll(() => service.stop());

async function evaluate(model: object): Promise<ReadFrame> {
  const { A: answer } = await service.host.evaluate(asker.datasource, [{ ...DAY, model }]);
  if (answer?.status !== 200) throw new Error(`the query failed: ${JSON.stringify(answer)}`);
  return answer.frames[0]!;
}

/** Name, labels and value of each number. */
const numbersOf = ({ fields }: ReadFrame) => fields.map(({ name, labels, values }) => [name, labels ?? {}, ...values]);

test('one number without groups', async () => {
  const frame = await evaluate({ metrics: ['calls.answer_rate'] });
  expect(frame.meta).toMatchObject({ type: 'numeric-wide', typeVersion: [0, 1] });
  expect(numbersOf(frame)).toEqual([['calls.answer_rate', {}, 2 / 3]]);
});

test('a number for each group, whatever the group is', async () => {
  expect(numbersOf(await evaluate({ metrics: ['calls.count'], groupBy: ['agent'] }))).toEqual([
    ['calls.count', { agent: 'anna' }, 2],
    ['calls.count', { agent: 'ben' }, 1],
  ]);
  expect(numbersOf(await evaluate({ metrics: ['calls.count'], groupBy: ['hour_of_day'] }))).toEqual([
    ['calls.count', { hour_of_day: '9' }, 2],
    ['calls.count', { hour_of_day: '14' }, 1],
  ]);
  expect(numbersOf(await evaluate({ metrics: ['calls.count'], groupBy: ['transferred'] }))).toEqual([
    ['calls.count', { transferred: 'false' }, 3],
  ]);
});

test('currencies are apart', async () => {
  expect(numbersOf(await evaluate({ metrics: ['calls.cost.sum'] }))).toEqual([
    ['calls.cost.sum', { currency: 'EUR' }, 0.3],
    ['calls.cost.sum', { currency: 'USD' }, 0.5],
  ]);
});

test('texts of a state are labels of their own query, which has all labels of the states beside them', async () => {
  const labelsOf = async (thresholds: object) => {
    const { fields } = await evaluate({ queryType: 'thresholds', thresholds: { ids: ['more-calls'], ...thresholds } });
    return fields.map(({ name, labels }) => ({ name, labels: labels ?? {} }));
  };
  const [state] = await labelsOf({ columns: ['state'] });
  const [text] = await labelsOf({ columns: ['value'], texts: true });
  expect(state?.name).toBe('state');
  expect(Object.keys(state?.labels ?? {}).filter((name) => name.startsWith('alert_'))).toEqual([]);
  expect(state?.labels).toMatchObject({ threshold: 'more-calls', severity: 'warning', component: 'telephony' });
  expect(text?.labels).toMatchObject({ ...state?.labels, alert_title: 'More calls than usual', alert_group: '' });
  expect(text?.labels['alert_runbook']).toMatch(/\/docs\/runbooks\/more-calls$/);
});

test('every number of a funnel says of which step it is', async () => {
  const frame = await evaluate({ funnel: { steps: ['call.started', 'call.answered'], window: '1h' } });
  expect(numbersOf(frame)).toEqual(
    expect.arrayContaining([
      ['rate_total', { step: 'call.answered' }, 2 / 3],
      ['reached', { step: 'call.started' }, 3],
    ]),
  );
});

test('a series stays one, and no group is no data', async () => {
  const series = await evaluate({ metrics: ['calls.count'], interval: '12h', groupBy: ['agent'] });
  expect(series.meta).toMatchObject({ type: 'timeseries-wide' });
  const nothing = await evaluate({
    metrics: ['calls.count'],
    groupBy: ['agent'],
    filters: [{ dimension: 'agent', op: 'in', values: ['nobody'] }],
  });
  expect(nothing.fields).toEqual([]);
});

test('panels still get rows', async () => {
  const [frame] = await asker.frames({ metrics: ['calls.count'], groupBy: ['agent'] }, DAY);
  expect(frame?.meta).toMatchObject({ type: 'numeric-long' });
});
