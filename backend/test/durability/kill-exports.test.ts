import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportJob } from '@callsight/contract/exports';
import { callEvent, microsOf } from '../support/events/event.js';
import { ServiceProcess } from '../support/service/service-process.js';
import { until } from '../support/service/until.js';

jest.setTimeout(180_000);

const FROM = '2026-03-01T00:00:00Z';
const CALLS = 20_000;
const BODY = { from: FROM, to: '2026-03-02T00:00:00Z', dataset: 'calls', job: true };

describe('kill -9 while files are being made', () => {
  let service: ServiceProcess;
  beforeAll(async () => {
    service = await ServiceProcess.start();
  });
  afterAll(() => service.remove());

  const jobs = async (): Promise<ExportJob[]> =>
    ((await service.main.get('/v1/exports')) as { exports: ExportJob[] }).exports;

  it('fails what was not ready, says why, keeps what was, and leaves nothing else', async () => {
    for (let from = 0; from < CALLS; from += 1_000)
      await service.main.send(
        Array.from({ length: 1_000 }, (_, index) =>
          callEvent('call.started', `call-${from + index}`, microsOf(FROM) + (from + index) * 1_000_000, {
            direction: 'inbound',
            agent: { id: 'a' },
          }),
        ),
      );
    await service.waitUntilProjected();
    const small = { ...BODY, to: '2026-03-01T00:10:00Z' };
    const { id: early } = (await service.main.post('/v1/exports?format=csv', small)) as ExportJob;
    await until(async () => (await jobs())[0]?.status === 'ready');
    for (let count = 0; count < 6; count += 1) await service.main.post('/v1/exports?format=xlsx', BODY);
    // The rest waits for its turn.
    await until(async () =>
      (await jobs()).some(({ status, rows_total: total }) => status === 'running' && total === CALLS),
    );
    await service.kill();

    await service.start();
    const after = await jobs();
    expect(after).toHaveLength(7);
    const cutOff = after.filter(({ status }) => status === 'failed');
    expect(cutOff.length).toBeGreaterThanOrEqual(4);
    for (const one of cutOff)
      expect(one).toMatchObject({
        reason: 'the service ended while the file was being made; ask for it again',
        url: null,
      });
    const ready = after.filter(({ status }) => status === 'ready');
    expect(ready.map(({ id }) => id)).toContain(early);
    expect(ready.length + cutOff.length).toBe(7);
    const names = await readdir(join(service.folder, 'exports'));
    expect(names.sort()).toEqual(ready.map(({ id, format }) => `${id}.${format}`).sort());

    // What was being made when the service is stopped in order has failed as well, and no process of it is left.
    const { id } = (await service.main.post('/v1/exports?format=xlsx', BODY)) as ExportJob;
    await until(async () => (await jobs()).some((one) => one.id === id && one.status === 'running'));
    expect(await service.stop()).toBe(0);
    await service.start();
    expect((await jobs()).find((one) => one.id === id)).toMatchObject({
      status: 'failed',
      reason: 'the service was stopped before the file was ready; ask for it again',
    });
  });
});
