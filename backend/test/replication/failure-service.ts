import type { InfluxDatabase } from '../support/influx/influx-database.js';
import { startRunningService, type RunningService } from '../support/running-service.js';
import { until } from '../support/service-process.js';
import { expectExact, listedCalls } from './failure-exact.js';
import { Traffic } from './failure-traffic.js';

/** What the service takes for the present time, unless a test moves it; the calls began an hour before. */
export const NOW = Date.parse('2026-05-05T12:00:00Z');
export const START = NOW - 3_600_000;
export const DAY = { from: '2026-05-05T00:00:00Z', to: '2026-05-06T00:00:00Z' };

export interface RecordHealth {
  readonly status: string;
  readonly reason: string | null;
  readonly lag_seconds: number;
  readonly pending_rows: number;
  readonly pending_cells: number;
  readonly dead_letters: number;
  readonly expired: number;
}

export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly ready: boolean;
  readonly record: RecordHealth;
}

/** A service whose record fails, and the calls that pour in meanwhile. */
export class FailureRun {
  readonly database: InfluxDatabase;
  readonly service: RunningService;
  readonly traffic: Traffic;

  private constructor(database: InfluxDatabase, service: RunningService) {
    this.database = database;
    this.service = service;
    this.traffic = new Traffic((events) => service.main.send(events), START);
  }

  /** Starts a service on a database, with some calls published already; it gives requests up after half a second. */
  static async start(database: InfluxDatabase, variables: Readonly<Record<string, string>> = {}): Promise<FailureRun> {
    const service = await startRunningService(NOW, {
      ...database.variables,
      CALLSIGHT_INFLUX_TIMEOUT_SECONDS: '0.5',
      ...variables,
    });
    const run = new FailureRun(database, service);
    await service.ready();
    await run.traffic.burst(3);
    await service.published();
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
    await this.service.published();
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
