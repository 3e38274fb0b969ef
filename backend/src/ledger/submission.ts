import type { Event } from '../events/event.js';
import type { Operation } from './store.js';

/** What one request asks to make durable, as one unit of acknowledgement. */
export interface Submission {
  readonly tenant: string;
  readonly events: readonly Event[];
  /** Further keys that become durable with the events: quarantine, deliveries. */
  readonly extra: readonly Operation[];
}

/** What became of it, once it is on disk. */
export interface Receipt {
  readonly accepted: number;
  readonly duplicates: number;
}
