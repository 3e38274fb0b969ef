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
  const q = f(['call.started', 'c'], { unit: 'caller', exclusions: [{ step: 'b' }] });
  console.log('1: other has b before its begin');
  await show(
    [
      ...call('1', '10:00', { from: A }),
      ...steps('1', 'c', '10:10'),
      ...call('2', '10:00', { from: B }),
      ...steps('2', 'b', '10:05'),
    ],
    q,
    f(['call.started', 'c'], { exclusions: [{ step: 'b' }] }),
    f(['call.started', 'c'], { unit: 'caller' }),
  );
  console.log('2: b of nobody else');
  await show([...call('1', '10:00', { from: A }), ...steps('1', 'c', '10:10'), ...call('2', '10:00', { from: B })], q);
  console.log('3: b of other after');
  await show(
    [
      ...call('1', '10:00', { from: A }),
      ...steps('1', 'c', '10:10'),
      ...call('2', '10:00', { from: B }),
      ...steps('2', 'b', '11:05'),
    ],
    q,
  );
  console.log('4: b of anonymous');
  await show(
    [
      ...call('1', '10:00', { from: A }),
      ...steps('1', 'c', '10:10'),
      ...call('2', '10:00', {}),
      ...steps('2', 'b', '10:05'),
    ],
    q,
  );
  console.log('5: b of same after');
  await show([...call('1', '10:00', { from: A }), ...steps('1', 'c', '10:10'), ...steps('1', 'b', '10:15')], q);
});
