/** Nothing can be made durable now. The sender keeps its events and tries again. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
  constructor(
    readonly code: 'storage_full' | 'storage_failed' | 'closing',
    message: string,
  ) {
    super(message);
  }
}

/** More is waiting to be written than memory should hold. */
export class LedgerBusy extends Error {
  override readonly name = 'LedgerBusy';
  constructor() {
    super('too many events are waiting to be written; try again in a moment');
  }
}

/** Commits are missing that were acknowledged. */
export class LedgerLacksCommits extends Error {
  override readonly name = 'LedgerLacksCommits';
  constructor(stored: number, acknowledged: number) {
    super(`it ends with commit ${stored}, and ${acknowledged} was acknowledged`);
  }
}
