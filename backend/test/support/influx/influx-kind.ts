import type { CallInflux } from './influx-http.js';
import type { InfluxDatabase } from './influx-database.js';

/** Who may do everything. */
export type InfluxAdmin =
  | { readonly api: 'v2'; readonly token: string; readonly org: string }
  | { readonly api: 'v1'; readonly username: string; readonly password: string };

/** A certificate and its key, as paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

interface Placement {
  /** An absolute path. */
  readonly folder: string;
  readonly port: number;
  /** For a second listener that the server insists on. */
  readonly sparePort: number;
  readonly tls: TlsFiles | undefined;
}

/** A server as its kind needs to see it. */
export interface Reachable {
  readonly url: string;
  readonly flux: boolean;
  readonly call: CallInflux;
}

/** What differs between InfluxDB 1.x and 2.x. */
export interface InfluxKind {
  readonly args: readonly string[];
  /** Answers 2xx as soon as the server takes requests. */
  readonly probe: string;
  /** Everything in one folder, only on the loopback, authentication on, nothing reported to anybody. */
  environment(placement: Placement): Record<string, string>;
  /** Makes the administrator of an empty server. */
  setUp(call: CallInflux): Promise<InfluxAdmin>;
  /** Makes a new empty database and credentials for it alone. */
  database(server: Reachable, admin: InfluxAdmin, name: string): Promise<InfluxDatabase>;
}
