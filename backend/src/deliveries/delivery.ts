/** A webhook delivery as it is stored: without secrets, and with what became of it. */
export interface Delivery {
  readonly id: string;
  readonly provider: string;
  /** What kind of delivery it says it is. */
  readonly kind: string;
  /** RFC 3339. */
  readonly received_at: string;
  /** `received` until it is mapped; `mapped`; `failed` when the mapping could not make sense of it; `refused` unverified. */
  readonly status: 'received' | 'mapped' | 'failed' | 'refused';
  /** Events that came of it. */
  readonly events: number;
  readonly code?: string;
  readonly message?: string;
  readonly path?: string;
  /** The payload without secrets; absent for a refused delivery, of which nothing is believed. */
  readonly payload?: unknown;
}
