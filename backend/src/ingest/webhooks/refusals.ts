import type { Ledger } from '../../storage/ledger/ledger.js';
import { keys, under } from '../../storage/kv/keys.js';
import type { Operation } from '../../storage/kv/store.js';
import type { ReceivedWebhook } from './received-webhook.js';
import type { Millis } from '../../lib/time/units.js';

/** Refused deliveries kept for each provider and tenant. */
const MAX_KEPT = 500;

/** Refused deliveries that a provider and tenant may write down in a second; of more only the number is known. */
const MAX_A_SECOND = 5;

interface Account {
  second: number;
  written: number;
  passedOver: number;
  sinceTrimmed: number;
}

/**
 * Notes refused deliveries. Anybody can send one, so that they must cost little: a few are written each second, and the
 * latest are kept.
 */
export class Refusals {
  readonly #ledger: Ledger;
  readonly #accounts = new Map<string, Account>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Writes one down, unless there were too many just now. @param now epoch milliseconds */
  async note(tenant: string, delivery: ReceivedWebhook, now: Millis): Promise<void> {
    const { provider } = delivery;
    const account = this.#accountOf(`${tenant}/${provider}`, Math.floor(now / 1_000));
    if (account.written >= MAX_A_SECOND) {
      account.passedOver += 1;
      return;
    }
    account.written += 1;
    account.sinceTrimmed += 1;
    const extra: Operation[] = [
      { type: 'put', key: keys.refused(tenant, provider, delivery.id), value: JSON.stringify(delivery) },
    ];
    if (account.sinceTrimmed >= MAX_KEPT / 10) {
      account.sinceTrimmed = 0;
      extra.push(...(await this.#tooMany(tenant, provider)));
    }
    await this.#ledger.submit({ tenant, events: [], extra });
  }

  /** Refused deliveries that were not written down since the start. */
  passedOver(tenant: string, provider: string): number {
    return this.#accounts.get(`${tenant}/${provider}`)?.passedOver ?? 0;
  }

  async #tooMany(tenant: string, provider: string): Promise<Operation[]> {
    const all = await this.#ledger.store.keys({ ...under('r', tenant, provider), reverse: true }).all();
    return all.slice(MAX_KEPT).map((key) => ({ type: 'del', key }));
  }

  #accountOf(key: string, second: number): Account {
    const account = this.#accounts.get(key) ?? { second, written: 0, passedOver: 0, sinceTrimmed: MAX_KEPT };
    this.#accounts.set(key, account);
    if (account.second !== second) {
      account.second = second;
      account.written = 0;
    }
    return account;
  }
}
