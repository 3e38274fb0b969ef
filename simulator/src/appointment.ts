import type { DataOf } from './simulated-event.js';

export interface Appointment {
  readonly id: string;
  /** The call in which it was made. */
  readonly callId: string;
  readonly contact?: DataOf<'touch.recorded'>['caller'];
  readonly type: string;
  /** Whole euros. */
  readonly price: number;
  readonly startsAt: number;
  readonly prepaid: boolean;
}
