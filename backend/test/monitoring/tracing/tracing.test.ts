import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { phoneCall } from '../../support/events/call.js';
import { ServiceProcess } from '../../support/service/service-process.js';
import { TEST_KEY, type Variables } from '../../support/service/service-under-test.js';
import { until } from '../../support/service/until.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { spansOfJson, type ReceivedSpan } from './otlp-spans.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER_SPAN = 'b7ad6b7169203331';
const traceparent = (flags: '00' | '01'): string => `00-${TRACE}-${CALLER_SPAN}-${flags}`;
const NUMBER = '+4915112345678';

const call = (id = 'traced') =>
  phoneCall({
    id,
    start: new Date(Date.now() - 60_000).toISOString(),
    caller: NUMBER,
    agent: 'anna-secret',
    answered: 1,
    ended: 9,
  });

let receiver: OtlpReceiver;
let service: ServiceProcess;

beforeEach(async () => {
  receiver = await OtlpReceiver.start();
});
afterEach(async () => {
  await service.remove();
  await receiver.stop();
});

const start = async (variables: Variables = {}): Promise<void> => {
  service = await ServiceProcess.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    ...variables,
  });
};
const send = (headers: Readonly<Record<string, string>> = {}, events: readonly object[] = call()) =>
  service.main.exchange('POST', '/v1/events', events, headers);
const query = (headers: Readonly<Record<string, string>> = {}) => {
  const filters = [{ dimension: 'agent', op: 'in', values: ['anna-secret'] }];
  const queries = [
    { refId: 'A', metrics: ['calls.count'], filters },
    { refId: 'P', paths: {} },
  ];
  return service.main.exchange('POST', '/v1/query', { from: 'now-1d', to: 'now', queries }, headers);
};

const named = (name: string): ReceivedSpan[] => receiver.spans.filter((span) => span.name === name);
const arrived = (...names: readonly string[]) =>
  until(() => Promise.resolve(names.every((name) => named(name).length > 0)));
const one = (name: string): ReceivedSpan => {
  const [first, ...more] = named(name);
  if (first === undefined || more.length > 0) throw new Error(`${named(name).length} spans are named ${name}`);
  return first;
};

const MILLISECOND = 1_000_000n;

it('follows events from the request of a caller to their rows', async () => {
  await start();
  expect((await send({ traceparent: traceparent('01') })).status).toBe(202);
  await arrived('POST /v1/events', 'intake', 'ledger write', 'projection');
  const request = one('POST /v1/events');
  const intake = one('intake');
  const write = one('ledger write');
  const projection = one('projection');
  const chain = [request, intake, write, projection];
  expect(chain.map(({ traceId }) => traceId)).toEqual([TRACE, TRACE, TRACE, TRACE]);
  expect(chain.map(({ parentSpanId }) => parentSpanId)).toEqual([
    CALLER_SPAN,
    request.spanId,
    intake.spanId,
    intake.spanId,
  ]);
  expect(chain.map(({ kind }) => kind)).toEqual([2, 1, 1, 1]);
  expect(chain.map(({ service: name }) => name)).toEqual(['callsight', 'callsight', 'callsight', 'callsight']);
  expect(request.attributes).toEqual({
    'http.request.method': 'POST',
    'http.route': '/v1/events',
    'http.response.status_code': 202,
    'callsight.accepted': 3,
    'callsight.duplicates': 0,
    'callsight.rejected': 0,
  });
  expect(intake.attributes).toEqual({ 'callsight.events': 3 });
  expect(write.attributes).toMatchObject({ 'callsight.events': 3, 'callsight.requests_of_write': 1 });
  expect(projection.attributes).toEqual({ 'callsight.entities': 1 });
  // Each lies within the one that waits for it; rows are written when the request has been answered.
  for (const [inner, outer] of [
    [intake, request],
    [write, intake],
  ] as const) {
    expect(inner.start).toBeGreaterThanOrEqual(outer.start);
    // The kit takes begins in whole milliseconds and measures finely from there: ends are as coarse as begins.
    expect(inner.end).toBeLessThan(outer.end + MILLISECOND);
  }
  expect(projection.start).toBeGreaterThanOrEqual(write.end);
});

it('follows queries through the query worker to their statements', async () => {
  await start();
  await send();
  await service.waitUntilProjected();
  expect((await query({ traceparent: traceparent('01') })).status).toBe(200);
  await arrived('POST /v1/query', 'query metrics', 'query paths', 'statement');
  await until(() => Promise.resolve(named('statement').length >= 2));
  const request = one('POST /v1/query');
  const metrics = one('query metrics');
  const paths = one('query paths');
  expect([request.traceId, request.parentSpanId]).toEqual([TRACE, CALLER_SPAN]);
  expect([metrics, paths].map((span) => [span.traceId, span.parentSpanId])).toEqual([
    [TRACE, request.spanId],
    [TRACE, request.spanId],
  ]);
  const statements = named('statement').filter(({ traceId }) => traceId === TRACE);
  for (const parent of [metrics, paths])
    expect(statements.map(({ parentSpanId }) => parentSpanId)).toContain(parent.spanId);
  expect(metrics.attributes).toMatchObject({ 'callsight.query.kind': 'metrics', 'callsight.datasets': 'calls' });
  expect(statements[0]?.attributes).toMatchObject({
    'db.system.name': 'duckdb',
    'callsight.rows': expect.any(Number) as number,
  });
});

it('marks what failed', async () => {
  await start();
  await service.main.exchange('POST', '/v1/query', {
    from: 'now-1d',
    to: 'now',
    queries: [{ refId: 'A', metrics: ['no.such'] }],
  });
  await arrived('query metrics');
  expect(one('query metrics').status).toBe(2);
});

it('sends nothing of callers, keys, filters or SQL', async () => {
  await start();
  await send({ traceparent: traceparent('01') });
  await service.waitUntilProjected();
  await query();
  await service.main.exchange('GET', `/v1/calls/traced?secret=${TEST_KEY}`);
  await service.main.exchange('GET', '/nothing/anna-secret');
  await arrived('POST /v1/query', 'statement', 'GET', 'GET /v1/calls/:id');
  await service.stop();
  const sent = Buffer.concat(receiver.exports.map(({ body }) => body)).toString('latin1');
  for (const secret of [NUMBER, '15112345678', TEST_KEY, 'anna-secret', 'SELECT', 'FROM calls'])
    expect([secret, sent.includes(secret)]).toEqual([secret, false]);
});

it('begins a trace of its own without a traceparent, or with one that cannot be read', async () => {
  await start();
  await send();
  await send({ traceparent: 'nonsense' }, call('other'));
  await until(() => Promise.resolve(named('POST /v1/events').length === 2));
  const traces = named('POST /v1/events');
  expect(traces.map(({ parentSpanId }) => parentSpanId)).toEqual(['', '']);
  expect(new Set(traces.map(({ traceId }) => traceId)).size).toBe(2);
});

it('samples by the standard variables, and as the caller has decided', async () => {
  await start({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' });
  await send();
  await query();
  await send({ traceparent: traceparent('00') }, call('unsampled'));
  await send({ traceparent: traceparent('01') }, call('sampled'));
  await arrived('projection');
  await service.stop();
  expect(new Set(receiver.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  expect(named('POST /v1/events').length).toBe(1);
});

it('does not trace what monitoring asks all the time', async () => {
  await start();
  for (const path of ['/healthz', '/readyz']) await service.main.request('GET', path);
  await send();
  await arrived('POST /v1/events');
  await service.stop();
  expect(receiver.spans.filter(({ attributes }) => String(attributes['http.route']).endsWith('z'))).toEqual([]);
});

it('sends the last spans when it stops, those of the query worker too', async () => {
  await start({ OTEL_BSP_SCHEDULE_DELAY: '600000' });
  await send();
  await service.waitUntilProjected();
  await query();
  expect(receiver.exports).toEqual([]);
  expect(await service.stop()).toBe(0);
  const names = new Set(receiver.spans.map(({ name }) => name));
  for (const name of ['POST /v1/events', 'projection', 'POST /v1/query', 'query metrics', 'statement'])
    expect(names).toContain(name);
});

it('sends JSON where it is asked to', async () => {
  await start({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_SERVICE_NAME: 'phones' });
  await send({ traceparent: traceparent('01') });
  await until(() => Promise.resolve(receiver.exports.some(({ body }) => body.includes('POST /v1/events'))));
  expect(receiver.exports.map(({ path, type }) => [path, type])[0]).toEqual(['/v1/traces', 'application/json']);
  const span = receiver.exports.flatMap(({ body }) => spansOfJson(body)).find(({ name }) => name === 'POST /v1/events');
  expect(span).toMatchObject({ traceId: TRACE, parentSpanId: CALLER_SPAN });
  expect(receiver.exports[0]?.body.toString()).toContain('phones');
});

it('is not harmed by a collector that is away, and stops in time', async () => {
  const { url } = receiver;
  await receiver.stop();
  service = await ServiceProcess.start({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_SCHEDULE_DELAY: '20' });
  for (let index = 0; index < 20; index += 1) expect((await send({}, call(`away-${index}`))).status).toBe(202);
  await service.waitUntilProjected();
  expect((await query()).status).toBe(200);
  const begin = performance.now();
  expect(await service.stop()).toBe(0);
  expect(performance.now() - begin).toBeLessThan(10_000);
  receiver = await OtlpReceiver.start();
});

it('starts without tracing where the address of the collector is none', async () => {
  service = await ServiceProcess.start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'no address' });
  expect((await send()).status).toBe(202);
  expect((await query()).status).toBe(200);
});

it('links the rows of several requests to all of them', async () => {
  await start();
  let sent = 0;
  // Those that come soon one after the other become rows together; how soon that is depends on the machine.
  await until(async () => {
    const ids = [1, 2, 3].map((index) => `call-${sent + index}`);
    sent += ids.length;
    await Promise.all(ids.map((id) => send({}, call(id))));
    await service.waitUntilProjected();
    return named('projection').some(({ links }) => links.length > 0);
  });
  await service.stop();
  const intakes = new Set(named('intake').map(({ traceId, spanId }) => `${traceId}/${spanId}`));
  expect(intakes.size).toBe(sent);
  const served = named('projection').flatMap(({ traceId, parentSpanId, links }) => [
    `${traceId}/${parentSpanId}`,
    ...links.map((link) => `${link.traceId}/${link.spanId}`),
  ]);
  expect(served.sort()).toEqual([...intakes].sort());
});

it('loads nothing of the library without a collector', async () => {
  await start();
  const file = join(__dirname, '../../../dist/monitoring/tracing/open-tracing.js');
  const loadedWith = (env: Readonly<Record<string, string>>): string =>
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { createRequire } from 'node:module';
         const { openTracing } = await import(${JSON.stringify(file)});
         const tracing = await openTracing(process.env, { warn: () => undefined });
         const loaded = Object.keys(createRequire(${JSON.stringify(file)}).cache);
         process.stdout.write(String(loaded.filter((name) => name.includes('@opentelemetry')).length > 0));
         await tracing?.stop(1_000);`,
      ],
      { env, encoding: 'utf8' },
    );
  expect(loadedWith({})).toBe('false');
  expect(loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })).toBe('true');
  expect(loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SDK_DISABLED: 'true' })).toBe('false');
});
