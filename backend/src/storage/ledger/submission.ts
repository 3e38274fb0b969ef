import type { Event } from './event.js';
import type { Dirty } from './outbox.js';
import type { Operation } from '../kv/store.js';

/** An entity of a tenant. */
export interface EntityRef {
  readonly tenant: string;
  readonly entity: string;
}

/** What one request asks to make durable, as one unit of acknowledgement. */
export interface Submission {
  readonly tenant: string;
  readonly events: readonly Event[];
  /** Further keys that become durable with the events: quarantine, deliveries. */
  readonly extra: readonly Operation[];
  /** Present where the traffic of the tenant is counted: how many events were refused beside those that it brings. */
  readonly refused?: number;
  /** Entities that have been delivered, in the version that was. */
  readonly acknowledged?: readonly Dirty[];
  /** Part of a larger request: however few events it has, no sender waits for it alone. */
  readonly isPart?: boolean;
  /** `traceparent` of the request that brings it, if it is traced. */
  readonly trace?: string | undefined;
  /** Entities that are to be delivered again though nothing was added to them. */
  readonly markedDirty?: readonly EntityRef[];
}

/** What became of it, once it is on disk. */
export interface Receipt {
  readonly accepted: number;
  readonly duplicates: number;
}
