import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliver, sample as payloadOf } from '../../ingest/webhooks/platforms.js';
import { phoneCall } from '../../support/events/call.js';
import { parsePrometheusText, type MetricFamily, type Sample } from '../../support/prometheus-text.js';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-05-02T12:00:00Z');
const CONNECTIONS = `
connections:
  - { provider: retell, name: sales, secret_env: SALES_KEY }
  - { provider: retell, name: acme, tenant: acme, secret_env: ACME_KEY }
`;
const RANGE = { from: 'now-1d', to: 'now' };

type Families = ReadonlyMap<string, MetricFamily>;
type Labels = Readonly<Record<string, string>>;

let folder: string;
let service: TestService;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-metrics-'));
  writeFileSync(join(folder, 'connections.yaml'), CONNECTIONS);
  service = await TestService.start(NOW, {
    CALLSIGHT_CONNECTIONS_FILE: join(folder, 'connections.yaml'),
    SALES_KEY: 'sales',
    ACME_KEY: 'acme',
  });
  url = await service.service.listenMetrics({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await service.remove();
  rmSync(folder, { recursive: true, force: true });
});

const scrape = async (): Promise<Families> => parsePrometheusText(await (await fetch(url)).text());

const inject = (path: string, key?: string) =>
  service.app.inject({
    method: 'GET',
    url: path,
    ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
  });

/** The value of the sample with exactly these labels; undefined if there is none. */
const valueOf = (families: Families, name: string, labels: Labels = {}, suffix = ''): number | undefined =>
  families
    .get(name)
    ?.samples.find(
      (one) =>
        one.name === name + suffix &&
        Object.keys(one.labels).length === Object.keys(labels).length &&
        Object.entries(labels).every(([label, value]) => one.labels[label] === value),
    )?.value;

const requests = (families: Families, labels: Labels) =>
  valueOf(families, 'callsight_http_request_duration_seconds', labels, '_count');

const call = (second: number) =>
  phoneCall({ start: new Date(NOW - 3_600_000 + second * 1_000).toISOString(), answered: 2, ended: 60 });

describe('what is counted', () => {
  it('agrees with what was sent, exactly', async () => {
    const events = [...call(0), ...call(1)];
    await service.main.send(events);
    await service.main.send(events);
    const bad = { ...events[0], id: 'bad', type: 'call.unknown' };
    expect((await service.main.request('POST', '/v1/events', [bad])).status).toBe(400);
    const acme = await service.tenant('acme');
    await acme.send(call(2));
    await service.waitUntilProjected();
    const families = await scrape();
    const totals = ['accepted', 'duplicate', 'quarantined'].map((result) =>
      valueOf(families, 'callsight_events_total', { result }),
    );
    const accepted = events.length + call(2).length;
    expect(totals).toEqual([accepted, events.length, 1]);
    const ofTenant = (tenant: string, result: string) =>
      valueOf(families, 'callsight_tenant_events_total', { tenant, result });
    expect(ofTenant('main', 'accepted')).toBe(events.length);
    expect(ofTenant('acme', 'accepted')).toBe(call(2).length);
    expect(requests(families, { method: 'POST', route: '/v1/events', status: '202' })).toBe(3);
    expect(requests(families, { method: 'POST', route: '/v1/events', status: '400' })).toBe(1);
    const written = families
      .get('callsight_ledger_write_events')
      ?.samples.find(({ name }) => name.endsWith('_sum'))?.value;
    // Those that were known are offered to a write, too, which finds that out.
    expect(written).toBe(accepted + events.length);
    expect(valueOf(families, 'callsight_ledger_write_duration_seconds', {}, '_count')).toBeGreaterThanOrEqual(3);
    expect(valueOf(families, 'callsight_projection_pending_entities')).toBe(0);
    expect(valueOf(families, 'callsight_projection_lag_seconds')).toBe(0);
    expect(valueOf(families, 'callsight_ledger_available')).toBe(1);
    expect(valueOf(families, 'callsight_ready')).toBe(1);
  });

  it('has queries by kind, answers from memory and statements', async () => {
    await service.main.send(call(0));
    await service.waitUntilProjected();
    const metrics = { refId: 'A', metrics: ['calls.count'] };
    const paths = { refId: 'P', paths: {} };
    for (let count = 0; count < 3; count += 1) await service.main.query({ ...RANGE, queries: [metrics] });
    await service.main.query({ ...RANGE, queries: [metrics, paths] });
    const families = await scrape();
    const queriesOf = (kind: string) => valueOf(families, 'callsight_query_duration_seconds', { kind }, '_count');
    expect([queriesOf('metrics'), queriesOf('paths')]).toEqual([4, 1]);
    const cache = (result: string) => valueOf(families, 'callsight_query_cache_requests_total', { result });
    expect([cache('hit'), cache('miss')]).toEqual([3, 2]);
    expect(valueOf(families, 'callsight_duckdb_statement_duration_seconds', {}, '_count')).toBeGreaterThanOrEqual(2);
    expect(valueOf(families, 'callsight_duckdb_statements_running')).toBe(0);
    expect(valueOf(families, 'callsight_duckdb_statements_waiting')).toBe(0);
    expect(valueOf(families, 'callsight_query_worker_restarts_total')).toBe(0);
    expect(valueOf(families, 'callsight_query_worker_resident_memory_bytes')).toBeGreaterThan(1e7);
  });

  it('has the webhooks of each account', async () => {
    const payload = payloadOf('retell/call_ended.2025-10.json');
    const send = (connection: string, secret: string) =>
      deliver(service.app, 'retell', payload, NOW, { connection, secret });
    expect((await send('sales', 'sales')).status).toBe(200);
    expect((await send('sales', 'wrong')).status).toBe(401);
    await service.services.inbox.drain();
    const families = await scrape();
    const countsOf = (account: string) =>
      ['received', 'refused', 'mapped', 'failed'].map((result) =>
        valueOf(families, 'callsight_webhooks_total', { provider: 'retell', account, result }),
      );
    expect(countsOf('sales')).toEqual([1, 1, 1, 0]);
    expect(countsOf('acme')).toEqual([0, 0, 0, 0]);
  });

  it('has nothing of an InfluxDB where there is none', async () => {
    const families = await scrape();
    const names = [...families.keys()].filter((name) => name.startsWith('callsight_replication_'));
    expect(names.length).toBe(7);
    expect(names.flatMap((name) => families.get(name)?.samples ?? [])).toEqual([]);
  });

  it('has changes that wait for their rows, and for how long', async () => {
    service.services.projector.hold();
    await service.main.send(call(0));
    const waiting = await scrape();
    expect(valueOf(waiting, 'callsight_projection_pending_entities')).toBe(1);
    expect(valueOf(waiting, 'callsight_projection_lag_seconds')).toBeGreaterThan(0);
    service.services.projector.release();
    await service.waitUntilProjected();
    expect(valueOf(await scrape(), 'callsight_projection_pending_entities')).toBe(0);
  });

  it('has histograms that are consistent', async () => {
    await service.main.send(call(0));
    const families = await scrape();
    const histograms = [...families].filter(([, { type }]) => type === 'histogram');
    expect(histograms.length).toBeGreaterThanOrEqual(5);
    for (const [name, { samples }] of histograms) {
      const seriesOf = ({ labels: { le: _le, ...rest } }: Sample): string => JSON.stringify(rest);
      for (const series of new Set(samples.map(seriesOf))) {
        const one = samples.filter((sample) => seriesOf(sample) === series);
        const buckets = one.filter((sample) => sample.name === `${name}_bucket`);
        const counts = buckets.map(({ value }) => value);
        expect([name, [...counts].sort((left, right) => left - right)]).toEqual([name, counts]);
        expect(buckets.at(-1)?.labels['le']).toBe('+Inf');
        expect(counts.at(-1)).toBe(one.find((sample) => sample.name === `${name}_count`)?.value);
      }
    }
  });

  it('has names by the conventions, explained in words, and those of the process', async () => {
    const families = await scrape();
    for (const [name, { help, type }] of families) {
      expect(help).toMatch(/\S/);
      expect(['counter', 'gauge', 'histogram', 'summary']).toContain(type);
      if (!name.startsWith('callsight_')) continue;
      expect(name).toMatch(/^callsight_[a-z]+(_[a-z]+)*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      if (/time of|age of/i.test(help)) expect(name).toMatch(/_seconds$/);
      expect(help).toMatch(/\.$/);
    }
    for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_heap_size_used_bytes'])
      expect(families.get(name)?.samples.length).toBeGreaterThan(0);
    const [build] = families.get('callsight_build_info')?.samples ?? [];
    expect(build).toMatchObject({ labels: { version: '0.1.0', node_version: process.version }, value: 1 });
  });
});

describe('who may read it', () => {
  it('takes a key with the scope query, and no other', async () => {
    const answer = await inject('/metrics', TEST_KEY);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(parsePrometheusText(answer.body).has('callsight_events_total')).toBe(true);
    expect((await inject('/metrics')).statusCode).toBe(401);
    const { key } = (await service.main.post('/v1/keys', { name: 'sender', scopes: ['ingest'] })) as { key: string };
    expect((await inject('/metrics', key)).statusCode).toBe(403);
  });

  it('shows a key the names of its own tenant alone', async () => {
    await service.main.send(call(0));
    const acme = await service.tenant('acme');
    await acme.send(call(1));
    const text = (await inject('/metrics', acme.key)).body;
    const families = parsePrometheusText(text);
    const tenants = families.get('callsight_tenant_events_total')?.samples.map(({ labels }) => labels['tenant']);
    expect(new Set(tenants)).toEqual(new Set(['acme']));
    const accounts = families.get('callsight_webhooks_total')?.samples.map(({ labels }) => labels['account']);
    expect(new Set(accounts)).toEqual(new Set(['acme']));
    expect(text).not.toContain('main"');
    expect(text).not.toContain('sales');
  });

  it('needs no key at the address of its own, which has nothing else', async () => {
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405);
    for (const path of ['/', '/healthz', '/v1/catalogue', '/metrics/'])
      expect((await fetch(new URL(path, url))).status).toBe(404);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('has no key, number or address in it', async () => {
    await service.main.send(
      phoneCall({ start: '2026-05-02T11:59:00Z', caller: '+4915112345678', answered: 1, ended: 2 }),
    );
    await inject(`/v1/calls?key=${TEST_KEY}`, TEST_KEY);
    const text = await (await fetch(url)).text();
    expect(text).not.toContain(TEST_KEY);
    expect(text).not.toContain('4915112345678');
  });
});

describe('the number of series', () => {
  it('does not grow with what strangers ask for', async () => {
    const hostile = async (round: number): Promise<void> => {
      for (let index = 0; index < 40; index += 1) {
        await inject(`/nothing-${round}-${index}`);
        await inject(`/v1/calls/${round}-${index}`, TEST_KEY);
        await inject(`/v1/dimensions/${round}-${index}/values`, TEST_KEY);
        await service.app.inject({ method: 'POST', url: `/v1/webhooks/retell/a${round}-${index}`, payload: {} });
        await service.app.inject({ method: 'PROPFIND', url: `/${round}-${index}` });
        await service.main.request('POST', '/v1/query', {
          ...RANGE,
          queries: [{ refId: 'A', [`k${round}x${index}`]: 1 }],
        });
      }
    };
    const linesOf = (families: Families) => {
      const ours = [...families].filter(([name]) => name.startsWith('callsight_'));
      return ours.reduce((sum, [, { samples }]) => sum + samples.length, 0);
    };
    await hostile(1);
    const before = await scrape();
    await hostile(2);
    const after = await scrape();
    expect(linesOf(after)).toBe(linesOf(before));
    expect(requests(after, { method: 'GET', route: 'none', status: '404' })).toBe(80);
    expect(requests(after, { method: 'GET', route: '/v1/calls/:id', status: '404' })).toBe(80);
  });

  it('does not grow with the tenants beyond fifty', async () => {
    for (let index = 0; index < 51; index += 1) await (await service.tenant(`firm-${index}`)).send(call(index));
    const families = await scrape();
    expect(families.get('callsight_tenant_events_total')?.samples).toEqual([]);
    expect(valueOf(families, 'callsight_events_total', { result: 'accepted' })).toBe(51 * call(0).length);
  });
});

it('answers many scrapes at once, each whole', async () => {
  const texts = await Promise.all(Array.from({ length: 12 }, async () => (await fetch(url)).text()));
  for (const text of texts) expect(parsePrometheusText(text).size).toBeGreaterThan(20);
});

it('counts as its own what a real connection asks for', async () => {
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 });
  await new Promise<void>((resolve, reject) => {
    const sent = request(`${address}/readyz`, (response) => response.resume().once('end', resolve));
    sent.once('error', reject).end();
  });
  expect(requests(await scrape(), { method: 'GET', route: '/readyz', status: '200' })).toBe(1);
});
