import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callEvent, microsOf } from '../support/events.js';
import { Restartable } from '../support/restartable.js';
import { ServiceProcess, until } from '../support/service-process.js';

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
    const running = await Restartable.create(Date.parse('2026-05-01T12:00:00Z'));
    try {
      let sent = 0;
      for (let round = 0; round < 4; round += 1) {
        await running.start();
        await running.call('POST', '/v1/events', [...batchOf(sent, 7), ...batchOf(sent, 2), bad(round)]);
        sent += 7;
        if (round % 2 === 0) await running.service.services.observePipeline();
        await running.call('POST', '/v1/events', batchOf(sent, 3));
        sent += 3;
        await running.stop();
        running.now += 60_000;
      }
      await running.start();
      // Before anything is observed in this run.
      expect(await running.values(COUNTS)).toEqual([[sent], [8], [4]]);
      await running.service.services.observePipeline();
      expect(await running.values(COUNTS)).toEqual([[sent], [8], [4]]);
    } finally {
      await running.remove();
    }
  });

  it('count what another tenant sends as its own', async () => {
    const running = await Restartable.create(Date.parse('2026-05-01T12:00:00Z'));
    try {
      await running.start();
      const { key } = (await running.call('POST', '/v1/keys', { name: 'k', scopes: ['ingest'], tenant: 'other' })) as {
        key: string;
      };
      const headers = { authorization: `Bearer ${key}` };
      const payload = batchOf(0, 5);
      await running.service.app.inject({ method: 'POST', url: '/v1/events', headers, payload });
      await running.call('POST', '/v1/events', batchOf(0, 2));
      await running.stop();
      await running.start();
      expect(await running.values(COUNTS)).toEqual([[2], [0], [0]]);
    } finally {
      await running.remove();
    }
  });

  it('are those of the ledger after kill -9', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callsight-counts-'));
    try {
      let acknowledged = 0;
      let next = 0;
      for (let round = 0; round < 3; round += 1) {
        const service = await ServiceProcess.start(folder);
        const enough = acknowledged + 200;
        const sending = (async () => {
          for (;;) {
            const first = next;
            next += 5;
            const body = JSON.stringify(batchOf(first, 5));
            const answer = await service.post('/v1/events', 'application/json', body).catch(() => undefined);
            if (answer === undefined || answer.status !== 202) return;
            acknowledged += 5;
          }
        })();
        await until(() => Promise.resolve(acknowledged >= enough));
        await service.kill();
        await sending;
      }
      const running = Restartable.on(folder, Date.now());
      await running.start();
      const stored = await running.service.services.ledger.store.keys({ gt: 'i\u0000', lt: 'i\u0001' }).all();
      expect(stored.length).toBeGreaterThanOrEqual(acknowledged);
      await running.service.services.observePipeline();
      const range = { from: running.now - 3_600_000, to: running.now + 3_600_000 };
      const body = { ...range, queries: [{ refId: 'A', ...COUNTS }] };
      expect(await running.call('POST', '/v1/query', body)).toMatchObject({
        results: { A: { frames: [{ data: { values: [[stored.length], [0], [0]] } }] } },
      });
      await running.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
