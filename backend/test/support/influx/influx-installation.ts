/** An InfluxDB server on this machine that tests can start. */
export interface InfluxInstallation {
  /** Such as `2.9.1`. */
  readonly version: string;
  /** Which of the two HTTP interfaces is the server's own: tokens and buckets, or users and databases. */
  readonly api: 'v2' | 'v1';
  /** Whether it answers Flux: since 1.7. */
  readonly flux: boolean;
  /** Path of `influxd`. */
  readonly binary: string;
}
