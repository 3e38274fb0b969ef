import { accountKey, type WebhookAccount } from './account.js';

export interface WebhookCount {
  readonly tenant: string;
  readonly provider: string;
  readonly account: string;
  received: number;
  refused: number;
  mapped: number;
  failed: number;
}

/** What became of the deliveries of each account since the start; as many counts as accounts are configured. */
export class WebhookCounts {
  readonly #counts: ReadonlyMap<string, WebhookCount>;

  constructor(accounts: Iterable<WebhookAccount>) {
    const none = { received: 0, refused: 0, mapped: 0, failed: 0 };
    this.#counts = new Map(
      [...accounts].map(({ provider, name, tenant }) => [
        accountKey(provider.name, name),
        { tenant, provider: provider.name, account: name, ...none },
      ]),
    );
  }

  /** A delivery of an account that is not configured any more is counted nowhere. */
  note(provider: string, account: string, what: 'received' | 'refused' | 'mapped' | 'failed'): void {
    const count = this.#counts.get(accountKey(provider, account));
    if (count !== undefined) count[what] += 1;
  }

  get readings(): readonly Readonly<WebhookCount>[] {
    return [...this.#counts.values()].map((count) => ({ ...count }));
  }
}
