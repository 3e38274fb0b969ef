import { startRunningService, type RunningService } from '../support/running-service.js';
import { micros } from './moment.js';
import { NOW, rowsOfFrames, send } from './story.js';
import { call, paid, unpaid, booked, steps, kept, canceled, touch, spend } from './tell.js';
import type { Told } from './tell.js';
let service: RunningService;
beforeAll(async () => {
  service = await startRunningService(micros(NOW) / 1_000);
});
afterAll(() => service.stop());
async function show(events: Told[], ...questions: object[]) {
  const t0 = performance.now();
  const tenant = await service.tenant();
  const t1 = performance.now();
  await send(tenant, events);
  const t2 = performance.now();
  await service.settled();
  const t3 = performance.now();
  const queries = questions.map((q, i) => ({ refId: `Q${i}`, ...q }));
  const a = await tenant.query({ from: micros('00:00') / 1e3, to: micros('06T00:00') / 1e3, queries });
  const t4 = performance.now();
  console.log(
    [t1 - t0, t2 - t1, t3 - t2, t4 - t3].map(Math.round).join(' '),
    '\n' +
      queries
        .map(({ refId }) => {
          const r = a.results[refId]!;
          return (
            refId +
            ' ' +
            ('error' in r
              ? JSON.stringify(r.error)
              : rowsOfFrames(a, refId)
                  .flat()
                  .map((row) =>
                    JSON.stringify(
                      Object.fromEntries(Object.entries(row).filter(([k, v]) => !/rate|p90/.test(k) && v !== null)),
                    ),
                  )
                  .join('\n   '))
          );
        })
        .join('\n'),
  );
}

const A = '+4930901820',
  B = '+442079460000';
const f = (steps: unknown[], more: object = {}) => ({ funnel: { steps, ...more } });

it('z', async () => {
  const at = (o: object) => ({ attribution: { model: 'last', groupBy: ['source'], ...o } });
  console.log('payment by call only, two bookings');
  await show(
    [
      ...call('c', '10:10', { from: A }),
      booked('X', '10:15', { call: 'c', price: '9 CHF' }),
      booked('Y', '10:16', { call: 'c', price: '9 GBP' }),
      paid('P', '10:17', '5 EUR', { call: 'c' }),
    ],
    at({}),
  );
  await show(
    [
      ...call('c', '10:10', { from: A }),
      booked('Y', '10:15', { call: 'c', price: '9 CHF' }),
      booked('X', '10:16', { call: 'c', price: '9 GBP' }),
      paid('P', '10:14', '5 EUR', { call: 'c' }),
    ],
    at({}),
  );
  await show(
    [
      ...call('c', '10:10', { from: A }),
      booked('Y', '10:15', { call: 'c', price: '9 CHF' }),
      booked('X', '10:18', { call: 'c', price: '9 GBP' }),
      paid('P', '10:17', '5 EUR', { call: 'c' }),
    ],
    at({}),
  );
  console.log('cost in another currency');
  await show(
    [
      ...call('c', '10:10', { from: A }),
      booked('Y', '10:15', { call: 'c', price: '9 CHF' }),
      touch('09:00', { source: 'w', phone: A }),
      spend('10:16', 5, { source: 'w', currency: 'EUR' }),
    ],
    at({}),
  );
});
