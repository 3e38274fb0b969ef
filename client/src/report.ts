/** What became of the events of a client. After `close` the sum is the number of events that were sent. */
export interface Report {
  /** New to the service, and on its disk. */
  readonly accepted: number;
  /** Known to the service before, by their id: sent twice, or stored by a request whose answer was lost. */
  readonly duplicates: number;
  /** Refused by the service, each with a reason. */
  readonly rejected: number;
  /** Never taken: the queue was full, the client closed, or the service refused the whole request. */
  readonly dropped: number;
  /** Not known to be taken when the time to close was over. */
  readonly left: number;
}
