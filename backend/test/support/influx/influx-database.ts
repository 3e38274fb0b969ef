import type { InfluxqlSeries } from './influxql-series.js';

/** A bucket (2.x) or database (1.x) that only its test knows. */
export interface InfluxDatabase {
  /** Name of the bucket or database. */
  readonly name: string;
  /**
   * Settings of a service that keeps its data here: `CALLSIGHT_INFLUX_URL`, `_API` and `_BUCKET`, then `_ORG` and
   * `_TOKEN` (2.x) or `_USERNAME` and `_PASSWORD` (1.x). Their credentials can read and write here and nothing else.
   */
  readonly variables: Readonly<Record<string, string>>;
  /** Asks as the administrator. @throws if any statement fails */
  influxql(query: string): Promise<InfluxqlSeries[]>;
  /** Asks as the administrator; the bucket is {@link name}. @throws where the server has no Flux */
  flux(query: string): Promise<Record<string, string>[]>;
  /** From now on the server refuses the credentials of {@link variables}: 1.x with 401, 2.x with 403. */
  revoke(): Promise<void>;
  /** The same credentials work again, on each server. */
  grant(): Promise<void>;
  /** Writes line protocol (times in nanoseconds) with the credentials of {@link variables}. @returns the HTTP status */
  write(lines: string): Promise<number>;
}
