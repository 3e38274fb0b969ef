import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { micros } from '../../support/events/time.js';
import { call } from '../../support/events/call.js';
import { paid } from '../../support/events/payment.js';
import { touch } from '../../support/events/touch.js';
import { newAsker, type Asker } from './support/asking.js';
import { startGrafanaService, type GrafanaService } from './support/grafana-service.js';
import { fieldOf } from './support/read-rows.js';
import { PluginHost, type Answer, type SentQuery } from './support/plugin-host.js';
import { Wire } from './support/wire.js';

const NOW = Date.parse('2026-03-04T12:00:00Z');
const DAY = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };

const NUMBER = 3_000;
const PHONE = '+4930901820';

/** One caller, whose call many advertisements lead to and many payments follow. */
const EVENTS = [
  ...call('c1', '2026-03-03T10:00:00Z', { from: PHONE }),
  ...Array.from({ length: NUMBER }, (_, index) =>
    touch(micros(DAY.from) + index * 1_000_000, { source: 'web', phone: PHONE }),
  ),
  ...Array.from({ length: NUMBER }, (_, index) =>
    paid(`p${index}`, micros('2026-03-03T11:00:00Z') + index * 1_000_000, '1.00 EUR', { phone: PHONE }),
  ),
];

/** Gives each payment to each advertisement in six ways: seconds of work, and none of it kept for another look-back. */
const heavy = (lookback: string, refId: string): SentQuery => ({
  ...DAY,
  refId,
  model: {
    attribution: {
      model: ['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay'],
      conversion: 'payment.succeeded',
      groupBy: ['source'],
      lookback,
    },
  },
});

/** Minutes of work if nobody stops it. */
const ENDLESS = Array.from({ length: 60 }, (_, index) => heavy(`${index + 2}d`, `E${index}`));

/** Lists of calls are never kept: each is read anew. */
const QUICK: SentQuery = { ...DAY, refId: 'Q', model: { calls: { limit: 1 } } };

/** What it is answered with. */
const idsOf = ({ error, frames }: Answer): unknown =>
  frames[0] === undefined ? error : fieldOf(frames[0], 'call_id').values;
const LATEST = ['c1'];

let service: GrafanaService;
let asker: Asker;

/** A service with one connection, if nothing else is set: who comes second waits until the first has its answer, or is stopped. */
async function start(variables: Readonly<Record<string, string>> = {}): Promise<void> {
  service = await startGrafanaService(NOW, 'unix', {
    CALLSIGHT_QUERY_CONNECTIONS: '1',
    ...variables,
  });
  asker = await newAsker(service, EVENTS);
}

describe('with a time limit', () => {
  beforeAll(() => start({ CALLSIGHT_QUERY_TIMEOUT_SECONDS: '0.5', CALLSIGHT_QUERY_CONNECTIONS: '3' }));
  afterAll(() => service.stop());

  test('a query that takes too long is stopped and told so, and the others of the request are answered', async () => {
    const { E, Q } = await service.host.queryData(asker.datasource, [heavy('1d', 'E'), QUICK]);
    expect(E).toEqual({
      status: 504,
      error: 'the query took longer than its time limit',
      errorSource: 'downstream',
      frames: [],
      size: 0,
    });
    expect(idsOf(Q!)).toEqual(LATEST);
  });
});

describe('a query for which nobody waits any more is stopped', () => {
  let host: PluginHost;
  beforeAll(() => start());
  beforeEach(async () => {
    host = await PluginHost.start(service.address);
  });
  afterEach(() => host.stop());
  afterAll(() => service.stop());

  /** Long before the endless one is over by itself. */
  async function soon(answer: Promise<Answer>): Promise<void> {
    const began = performance.now();
    expect(idsOf(await answer)).toEqual(LATEST);
    expect(performance.now() - began).toBeLessThan(20_000);
  }

  const quick = (): Promise<Answer> => service.host.queryData(asker.datasource, [QUICK]).then(({ Q }) => Q!);

  /** Asks something endless, and behind it something else that is answered once the first one is over. */
  async function askBehind(
    from: PluginHost,
  ): Promise<{ first: ReturnType<PluginHost['startQueryData']>; second: Promise<Answer> }> {
    const first = from.startQueryData(asker.datasource, ENDLESS);
    first.answer.catch(() => undefined);
    // Calls of one connection arrive in their order: the query has begun when this is answered.
    await from.health();
    let isAnswered = false;
    const second = quick().finally(() => (isAnswered = true));
    await service.host.health();
    expect(isAnswered).toBe(false);
    return { first, second };
  }

  it('when its panel is closed', async () => {
    const { first, second } = await askBehind(host);
    first.cancel();
    await expect(first.answer).rejects.toMatchObject({ code: status.CANCELLED });
    await soon(second);
  });

  it('when Grafana has run out of patience', async () => {
    const first = host.startQueryData(asker.datasource, ENDLESS, { seconds: 0.5 });
    await expect(first.answer).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await soon(quick());
  });

  it('when Grafana is gone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-wire-'));
    const wire = await Wire.open(folder, service.address.replace(/^unix:/, ''));
    const gone = await PluginHost.start(`unix:${wire.path}`);
    const { first, second } = await askBehind(gone);
    wire.cut();
    await expect(first.answer).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await soon(second);
    await gone.leave();
    await rm(folder, { recursive: true });
  });

  it('also while it waits for its turn', async () => {
    const { first, second } = await askBehind(host);
    const third = host.startQueryData(asker.datasource, ENDLESS);
    const fourth = host.startCallResource(asker.datasource, 'dimensions/agent/values');
    await host.health();
    third.cancel();
    fourth.cancel();
    await expect(third.answer).rejects.toMatchObject({ code: status.CANCELLED });
    await expect(fourth.answer).rejects.toMatchObject({ code: status.CANCELLED });
    first.cancel();
    await soon(second);
    await soon(quick());
  });
});

test('a service that stops does not wait for a query without end', async () => {
  await start();
  const asked = service.host.startQueryData(asker.datasource, ENDLESS);
  const outcome = asked.answer.then(
    (a) => JSON.stringify(a).slice(0, 500),
    () => 'stopped',
  );
  await service.host.health();
  const began = performance.now();
  await service.running.remove();
  expect(await outcome).toBe('stopped');
  // Calls in progress get 2 s.
  expect(performance.now() - began).toBeLessThan(10_000);
  await service.host.leave();
});
