import { callEvent, microsOf } from '../support/events/event.js';
import { ServiceProcess } from '../support/service/service-process.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';

const COUNTS = { metrics: ['pipeline.accepted', 'pipeline.duplicates', 'pipeline.quarantined'] };

const batchOf = (first: number, count: number): object[] =>
  Array.from({ length: count }, (_, index) =>
    callEvent(
      'call.started',
      `c${first + index}`,
      microsOf('2026-05-01T09:00:00Z'),
      { direction: 'inbound', agent: { id: 'a' } },
      `e${first + index}`,
    ),
  );
const bad = (id: number) => ({ specversion: '1.0', id: `bad-${id}`, source: 's', type: 'call.unheard_of' });

describe('pipeline.accepted, duplicates and quarantined', () => {
  it('count every event once, over stops at any time and over observations in between', async () => {
    const running = await TestService.create(Date.parse('2026-05-01T12:00:00Z'));
    try {
      let sent = 0;
      for (let round = 0; round < 4; round += 1) {
        await running.startReady();
        await running.main.post('/v1/events', [...batchOf(sent, 7), ...batchOf(sent, 2), bad(round)]);
        sent += 7;
        if (round % 2 === 0) await running.services.observePipeline();
        await running.main.post('/v1/events', batchOf(sent, 3));
        sent += 3;
        await running.stop();
        running.now += 60_000;
      }
      await running.startReady();
      // Before anything is observed in this run.
      expect(await running.main.values(COUNTS)).toEqual([[sent], [8], [4]]);
      await running.services.observePipeline();
      expect(await running.main.values(COUNTS)).toEqual([[sent], [8], [4]]);
    } finally {
      await running.remove();
    }
  });

  it('count what another tenant sends as its own', async () => {
    const running = await TestService.create(Date.parse('2026-05-01T12:00:00Z'));
    try {
      await running.startReady();
      const other = await running.tenant('other');
      await other.send(batchOf(0, 5));
      await running.main.post('/v1/events', batchOf(0, 2));
      await running.stop();
      await running.startReady();
      expect(await running.main.values(COUNTS)).toEqual([[2], [0], [0]]);
    } finally {
      await running.remove();
    }
  });

  it('are those of the ledger after kill -9', async () => {
    const service = await ServiceProcess.start();
    try {
      let acknowledged = 0;
      let next = 0;
      for (let round = 0; round < 3; round += 1) {
        if (round > 0) await service.start();
        const enough = acknowledged + 200;
        const sending = (async () => {
          for (;;) {
            const first = next;
            next += 5;
            const answer = await service.main.request('POST', '/v1/events', batchOf(first, 5)).catch(() => undefined);
            if (answer === undefined || answer.status !== 202) return;
            acknowledged += 5;
          }
        })();
        await until(() => Promise.resolve(acknowledged >= enough));
        await service.kill();
        await sending;
      }
      const running = TestService.on(service.folder, Date.now());
      await running.startReady();
      const stored = await running.services.ledger.store.keys({ gt: 'i\u0000', lt: 'i\u0001' }).all();
      expect(stored.length).toBeGreaterThanOrEqual(acknowledged);
      await running.services.observePipeline();
      const range = { from: running.now - 3_600_000, to: running.now + 3_600_000 };
      const body = { ...range, queries: [{ refId: 'A', ...COUNTS }] };
      expect(await running.main.query(body)).toMatchObject({
        results: { A: { frames: [{ data: { values: [[stored.length], [0], [0]] } }] } },
      });
      await running.stop();
    } finally {
      await service.remove();
    }
  });
});
