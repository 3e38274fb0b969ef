import type { InfluxDatabase } from '../support/influx/influx-database.js';
import type { Health, RecordHealth, Variables } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';
import { until } from '../support/service/until.js';
import { expectExact, listedCalls } from './failure-exact.js';
import { Traffic } from './failure-traffic.js';

/** What the service takes for the present time, unless a test moves it; the calls began an hour before. */
export const NOW = Date.parse('2026-05-05T12:00:00Z');
export const START = NOW - 3_600_000;
export const DAY = { from: '2026-05-05T00:00:00Z', to: '2026-05-06T00:00:00Z' };

/** A service whose record fails, and the calls that pour in meanwhile. */
export class FailureRun {
  readonly database: InfluxDatabase;
  readonly service: TestService;
  readonly traffic: Traffic;

  private constructor(database: InfluxDatabase, service: TestService) {
    this.database = database;
    this.service = service;
    this.traffic = new Traffic((events) => service.main.send(events), START);
  }

  /** Starts a service on a database, with some calls published already; it gives requests up after half a second. */
  static async start(database: InfluxDatabase, variables: Variables = {}): Promise<FailureRun> {
    const service = await TestService.start(NOW, {
      ...database.variables,
      CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '0.5',
      ...variables,
    });
    const run = new FailureRun(database, service);
    await service.waitUntilReady();
    await run.traffic.burst(3);
    await service.waitUntilPublished();
    return run;
  }

  async health(path: '/healthz' | '/readyz' = '/healthz'): Promise<Health & { readonly httpStatus: number }> {
    const { status, body } = await this.service.main.request('GET', path);
    return { ...(body as Health), httpStatus: status };
  }

  /** Resolves when the record is seen so. */
  async seen(isSo: (record: RecordHealth) => boolean): Promise<void> {
    await until(async () => isSo((await this.health()).record));
  }

  /** Resolves when so many more calls have been acknowledged. */
  async moreCalls(count: number): Promise<void> {
    const target = this.traffic.calls + count;
    await until(() => Promise.resolve(this.traffic.calls >= target));
  }

  /** Ends the traffic and holds everything that was acknowledged against what InfluxDB has. */
  async expectExact(): Promise<void> {
    await this.traffic.finish();
    await this.service.waitUntilPublished();
    await expectExact(this.database, await listedCalls((body) => this.service.main.query(body), DAY), this.traffic);
    expect((await this.health()).record).toMatchObject({
      status: 'ok',
      reason: null,
      lag_seconds: 0,
      pending_rows: 0,
      pending_cells: 0,
    });
  }
}
