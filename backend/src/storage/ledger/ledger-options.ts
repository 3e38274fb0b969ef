export interface LedgerOptions {
  readonly folder: string;
  /** File that holds the number of the last acknowledged commit. */
  readonly acknowledgedFile: string;
  /** Below this much free space nothing is accepted. */
  readonly minFreeBytes: number;
  /** Events kept in memory for folding. */
  readonly hotEvents: number;
  /** Events waiting for the disk beyond which senders are told to slow down. */
  readonly maxWaiting: number;
}
