/** How the service itself does for one tenant. Counts are of that tenant's events since the start of the service. */
export interface PipelineState {
  readonly isReady: boolean;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Events that wait for the disk. */
  readonly waiting: number;
  /** Calls whose rows are not written yet. */
  readonly pending: number;
  /** Calls whose rows cannot be written. */
  readonly failed: number;
  /** Epoch milliseconds; 0 before the first. */
  readonly lastDeliveredAt: number;
  /** Why rows cannot be written at present, if so. */
  readonly failure: string | undefined;
  /** The tenant's latest event in quarantine, if there is one and the quarantine can be read. */
  readonly refused:
    'unreadable' | { readonly receivedAt: string; readonly code: string; readonly message: string } | undefined;
}
