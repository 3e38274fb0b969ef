import type { RestoreProgress } from './restore/restore.js';
import type { Millis } from '../lib/time/units.js';

/** How this instance and the system of record get on. */
export interface ReplicationState {
  readonly role: 'publish' | 'follow';
  readonly status: 'ok' | 'restoring' | 'away' | 'denied' | 'failing';
  /** Why it does not get on, if so. */
  readonly reason: string | undefined;
  /** Milliseconds: publishing, the age of the oldest change that the record lacks; following, how old what is here may be. */
  readonly lagMs: Millis;
  readonly pendingRows: number;
  readonly pendingCells: number;
  readonly deadLetters: number;
  /** Points older than what the bucket keeps, since the start. */
  readonly expired: number;
  /** Points written or rows taken over, since the start. */
  readonly rows: number;
  readonly restore: RestoreProgress | undefined;
}
