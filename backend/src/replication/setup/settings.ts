import type { Credentials } from './credentials.js';

/** What `callsight setup influx` is to do. */
export interface SetupSettings {
  /** Base address, without a slash at its end. */
  readonly url: string;
  readonly api: 'v1' | 'v2';
  /** Of 2.x; empty for 1.x. */
  readonly org: string;
  /** The bucket of 2.x, the database of 1.x. */
  readonly bucket: string;
  /** Undefined: nobody asked, so that what is there stays, and what is new keeps its data forever. 0: forever. */
  readonly retentionDays: number | undefined;
  /** How long to wait for the server to answer. */
  readonly waitMs: number;
  /** Of 1.x: the user that the service logs in as; the one who may only read has `_read` added. */
  readonly username: string;
  /** Where the secrets go: the token (2.x) or the password (1.x). Undefined: shown once. */
  readonly files: Readonly<Record<Role, string | undefined>>;
  readonly admin: Credentials | undefined;
}

/** Who gets credentials: the service reads and writes, the other one (Grafana) only reads. */
export type Role = 'service' | 'read-only';
