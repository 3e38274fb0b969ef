import type { Millis } from '../../lib/time/units.js';

/** Where InfluxDB is, and how it is spoken to. */
export interface InfluxSettings {
  /** Without credentials in it. */
  readonly url: string;
  /** `v2`: tokens, organizations, buckets. `v1`: databases, users; 1.x and whatever still speaks its API. */
  readonly api: 'v2' | 'v1';
  /** Bucket or database. */
  readonly bucket: string;
  /** Of 2.x. */
  readonly org: string;
  readonly token: string | undefined;
  /** Of 1.x. */
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** PEM of the authority that signed the server's certificate, where it is none of the well-known ones. */
  readonly ca: string | undefined;
  /** Silence on a connection after which a request counts as failed; milliseconds. */
  readonly timeoutMs: Millis;
}
