import { readdir } from 'node:fs/promises';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { ExportJob } from '@callsight/contract/exports';
import { callEvent, microsOf } from '../../support/events/event.js';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';
import { csvRows, exported } from './exported.js';

jest.setTimeout(180_000);

const NOW = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;
const CALLS = 30_000;
const RANGE = { from: '2026-10-20T00:00:00Z', to: '2026-10-21T00:00:00Z' };
const BODY = { ...RANGE, dataset: 'calls' };

const event = (index: number): object =>
  callEvent('call.started', `call-${index}`, microsOf(RANGE.from) + index * 1_000_000, {
    direction: 'inbound',
    agent: { id: 'anna' },
    attribution: { landing_page: `https://example.com/${'x'.repeat(200)}` },
  });

interface Download {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

describe('exports beside each other', () => {
  const service = TestService.forTests(NOW, {
    CALLSIGHT_EXPORT_STALL_SECONDS: '1.5',
    CALLSIGHT_EXPORT_WAIT_SECONDS: '0.2',
    CALLSIGHT_EXPORT_RETENTION_DAYS: '2',
  });
  let url: string;
  beforeAll(async () => {
    for (let from = 0; from < CALLS; from += 1_000)
      await service.main.send(Array.from({ length: 1_000 }, (_, index) => event(from + index)));
    await service.waitUntilProjected();
    url = await service.listen();
  });

  /** A client over a socket that reads nothing of the body by itself. */
  const download = (format: string): Promise<Download> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' };
      const sent = request(`${url}/v1/exports?format=${format}`, { method: 'POST', headers }, (response) => {
        response.pause();
        resolve({ request: sent, response });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(BODY));
    });
  const create = async (format = 'csv', body: object = BODY): Promise<ExportJob> =>
    (await service.main.post(`/v1/exports?format=${format}`, { ...body, job: true })) as ExportJob;
  const job = async (id: string): Promise<ExportJob> => (await service.main.get(`/v1/exports/${id}`)) as ExportJob;
  const hasEnded = async (id: string): Promise<boolean> => !['queued', 'running'].includes((await job(id)).status);
  const files = (): Promise<string[]> => readdir(join(service.folder, 'exports'));
  const isIdle = (): Promise<boolean> => Promise.resolve(service.services.exports.running === 0);
  afterEach(() => until(isIdle));

  it('end within 100 ms when the client goes away, and leave nothing', async () => {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { request: sent, response } = await download('ndjson');
      await new Promise((resolve) => response.once('readable', resolve));
      response.on('error', () => undefined);
      expect(service.services.exports.running).toBe(1);
      const begin = performance.now();
      sent.destroy();
      while (service.services.exports.running > 0) await new Promise((resolve) => setImmediate(resolve));
      times.push(performance.now() - begin);
    }
    expect(Math.min(...times)).toBeLessThan(100);
    expect(await files()).toEqual([]);
  });

  it('end when the client reads nothing for too long, which sees that the file is not whole', async () => {
    const { response } = await download('ndjson');
    const broken = new Promise<Error>((resolve) => response.once('error', resolve));
    await until(isIdle);
    response.resume();
    expect((await broken).message).toBe('aborted');
    expect(response.trailers).toEqual({});
    expect(await csvRows((await exported(service, 'csv', BODY)).bytes)).toHaveLength(CALLS + 1);
  });

  it('wait for their turn for so long, and jobs until it comes; too many are refused', async () => {
    const blocking = await Promise.all([download('ndjson'), download('ndjson')]);
    for (const { response } of blocking) response.on('error', () => undefined);
    const waited = await exported(service, 'csv', BODY);
    expect([waited.status, waited.error.code, waited.headers['retry-after']]).toEqual([503, 'exports_busy', '30']);
    const jobs = await Promise.all(Array.from({ length: 10 }, () => create()));
    expect(await job(jobs[9]?.id ?? '')).toMatchObject({ status: 'queued', rows_done: 0, url: null });
    const refused = await exported(service, 'csv', { ...BODY, job: true });
    expect([refused.status, refused.error.code, refused.headers['retry-after']]).toEqual([429, 'exports_busy', '60']);
    const early = await service.main.exchange('GET', `/v1/exports/${jobs[9]?.id ?? ''}/file`);
    expect([early.status, early.headers['retry-after']]).toEqual([409, '5']);
    for (const { request: sent } of blocking) sent.destroy();
    for (const { id } of jobs) await until(() => hasEnded(id));
    for (const { id } of jobs)
      expect(await job(id)).toMatchObject({ status: 'ready', rows_done: CALLS, rows_total: CALLS });
    for (const { id } of jobs) await service.main.request('DELETE', `/v1/exports/${id}`);
    expect(await files()).toEqual([]);
  });

  it('in the background give the same file, which can be fetched again until its time is over', async () => {
    const { id } = await create();
    await until(() => hasEnded(id));
    const ready = await job(id);
    expect(ready).toMatchObject({
      status: 'ready',
      what: 'calls',
      format: 'csv',
      limits: [],
      url: `/v1/exports/${id}/file`,
    });
    const fetched = async (): Promise<Buffer> => {
      const headers = { authorization: `Bearer ${TEST_KEY}` };
      const reply = await service.app.inject({ method: 'GET', url: ready.url ?? '', headers });
      expect(reply.headers['content-length']).toBe(String(ready.bytes));
      return reply.rawPayload;
    };
    const { bytes } = await exported(service, 'csv', BODY);
    expect((await fetched()).equals(bytes)).toBe(true);
    expect((await fetched()).equals(bytes)).toBe(true);
    const { exports } = (await service.main.get('/v1/exports')) as { exports: ExportJob[] };
    // All were asked for at the same time, which stands still here.
    expect(exports.find((one) => one.id === id)).toEqual(ready);
    const stranger = await service.tenant();
    expect((await stranger.request('GET', `/v1/exports/${id}`)).status).toBe(403);

    service.now = NOW + 2 * DAY + 1;
    await service.services.exportJobs.expire();
    expect(await files()).toEqual([]);
    const gone = await service.main.request('GET', `/v1/exports/${id}/file`);
    expect(gone.status).toBe(410);
    expect(gone.body).toEqual({
      error: {
        code: 'export_expired',
        message: `the file of export ${id} (calls, calls_2026-10-20_2026-10-20.csv, asked for at 2026-11-01T00:00:00.000Z) is gone: its time was over at 2026-11-03T00:00:00.000Z`,
      },
    });
    service.now = NOW;
  });

  it('are canceled by DELETE, and leave nothing', async () => {
    const { id } = await create('xlsx');
    await until(async () => (await job(id)).status === 'running');
    const { body } = await service.main.request('DELETE', `/v1/exports/${id}`);
    expect(body).toMatchObject({ id, status: 'canceled', reason: 'it was canceled', url: null });
    expect(await files()).toEqual([]);
    expect((await service.main.request('DELETE', '/v1/exports/0123456789abcdef')).status).toBe(404);
  });

  it('of a tenant go when a person of the tenant is erased', async () => {
    const { id } = await create();
    await until(() => hasEnded(id));
    await service.main.request('DELETE', `/v1/callers/${'0'.repeat(32)}`);
    expect(await job(id)).toMatchObject({ status: 'expired', reason: 'a person was erased since; ask for it again' });
    expect(await files()).toEqual([]);
  });
});
