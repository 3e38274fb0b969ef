/** What a request to InfluxDB is made with: a token (2.x), or a user and a password (1.x). */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly username: string; readonly password: string };

/** What `callsight setup influx` is to do. */
export interface SetupSettings {
  /** Base address, without a slash at its end. */
  readonly url: string;
  readonly api: 'v1' | 'v2';
  /** Of 2.x; empty for 1.x. */
  readonly org: string;
  /** The bucket of 2.x, the database of 1.x. */
  readonly bucket: string;
  /** Undefined: not set; what exists stays as it is, and what is new keeps its data forever. 0: forever. */
  readonly retentionDays: number | undefined;
  /** How long to wait for the first response of the server. */
  readonly waitMs: number;
  /** Of 1.x: the user that the service logs in as; the one who may only read has `_read` added. */
  readonly username: string;
  /** Where the secrets go: the token (2.x) or the password (1.x). Undefined: shown once. */
  readonly files: Readonly<Record<Role, string | undefined>>;
  readonly admin: Credentials | undefined;
}

/** Who gets credentials: the service reads and writes, the other one (Grafana) only reads. */
export type Role = 'service' | 'read-only';

/** In the order in which they are made. */
export const ROLES: readonly Role[] = ['service', 'read-only'];

/** The user of 1.x that stands for a role. */
export const userOfRole = (role: Role, username: string): string =>
  role === 'service' ? username : `${username}_read`;

/** By this description an authorization of 2.x is found again. */
export const describeRole = (role: Role, bucket: string): string => `callsight ${role} (${bucket})`;
