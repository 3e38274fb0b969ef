import { seal, sealText, type SealRules } from '../callers/seal.js';
import { AWAITING, PENDING } from './webhook-keys.js';
import type { Sequence } from '../../storage/kv/sequence.js';
import type { Operation } from '../../storage/kv/store.js';
import { MappingError, type Provider, type Refused } from '../providers/port.js';
import { redactText } from '../providers/payload/redact.js';
import { accountKey, type WebhookAccount } from './account.js';
import type { ReceivedWebhook, WebhookBody, RefusalDetails } from './received-webhook.js';
import { WebhookMapper, type MapperDependencies } from './webhook-mapper.js';
import { WebhookStore, type WebhookFilter } from './webhook-store.js';
import { expireWebhooks, expireRawWebhooks } from './expire-webhooks.js';
import { forgetWebhooks, forgetPending } from './forget-webhooks.js';
import { LookUps } from './look-ups.js';
import { Refusals } from './refusals.js';
import type { TranscriptKeeper } from './transcript-keeper.js';
import { WebhookCounts } from './webhook-counts.js';

interface Dependencies extends MapperDependencies {
  readonly sequence: Sequence;
  readonly connections: readonly WebhookAccount[];
  /** How numbers and addresses are sealed before a delivery is stored. */
  readonly sealRules: SealRules;
  /** Whether deliveries are kept as they came, too, for a short time. */
  readonly keepsRaw: boolean;
}

/** Kind of a delivery whose body is none that its platform sends. */
const UNREADABLE = 'unreadable';

/**
 * Webhook deliveries: stored first and acknowledged, mapped afterwards from the stored copy. A delivery that waits for
 * its mapping has a pending key, and one that waits for what has to be looked up another; a crash leaves them there, and
 * the next start goes on. A mapping that was wrong is mended and run again, and nothing is lost.
 */
export class WebhookInbox {
  readonly store: WebhookStore;
  readonly counts: WebhookCounts;
  /** Set where transcripts are kept: the stored copies of deliveries lack what was said. */
  transcripts: TranscriptKeeper | undefined;
  readonly #dependencies: Dependencies;
  readonly #accounts: ReadonlyMap<string, WebhookAccount>;
  readonly #refusals: Refusals;
  readonly #lookUps: LookUps;
  readonly #mapper: WebhookMapper;

  constructor(dependencies: Dependencies) {
    const { ledger, clock, log, sealRules } = dependencies;
    this.#dependencies = dependencies;
    this.store = new WebhookStore(ledger);
    this.#accounts = new Map(dependencies.connections.map((one) => [accountKey(one.provider.name, one.name), one]));
    this.#refusals = new Refusals(ledger);
    this.counts = new WebhookCounts(dependencies.connections);
    this.#mapper = new WebhookMapper(dependencies, this.store, this.#accounts, this.counts);
    const onFound = (): void => this.wake();
    this.#lookUps = new LookUps({
      ledger,
      store: this.store,
      connections: this.#accounts,
      sealRules,
      clock,
      log,
      onFound,
    });
  }

  /** The connection that a URL names, if it is switched on. */
  account(provider: string, name: string): WebhookAccount | undefined {
    const found = this.#accounts.get(accountKey(provider, name));
    return found?.enabled === true ? found : undefined;
  }

  /** Makes a verified delivery durable; its mapping follows. A body that cannot be read is kept as well, and reported as failed. @param trace `traceparent` of the request */
  async accept(account: WebhookAccount, raw: Buffer, trace?: string): Promise<void> {
    const { provider, tenant } = account;
    let payload: unknown;
    try {
      payload = provider.parse(raw);
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      await this.#keepUnreadable(account, raw, error.message);
      return;
    }
    const delivery = this.#delivery(account, { kind: provider.kind(payload), status: 'received' });
    const isAsked = provider.lookUp?.subject(payload) !== undefined;
    const transcript = await this.#transcriptOf(account, payload);
    const waits = isAsked ? AWAITING : PENDING;
    await this.#dependencies.ledger.submit({
      tenant,
      trace,
      events: [],
      extra: [
        this.store.put(tenant, delivery),
        ...this.#bodyOf(tenant, delivery, provider, payload),
        ...transcript,
        { type: 'put', key: waits.of(tenant, provider.name, delivery.id), value: '' },
      ],
    });
    this.counts.note(provider.name, account.name, 'received');
    if (transcript.length > 0) this.transcripts?.wake();
    if (isAsked) void this.#askAll();
    else this.wake();
  }

  /** Notes that a delivery was refused, and why, without anything that it carried. */
  async refuse(account: WebhookAccount, { code, message }: Refused, refusal: RefusalDetails): Promise<void> {
    this.counts.note(account.provider.name, account.name, 'refused');
    const delivery = this.#delivery(account, { kind: 'unverified', status: 'refused', code, message, refusal });
    await this.#refusals.note(account.tenant, delivery, this.#dependencies.clock());
  }

  /** Refused deliveries that came too fast to be written down, since the start. */
  passedOver(tenant: string, provider: string): number {
    return this.#refusals.passedOver(tenant, provider);
  }

  /** Maps a stored delivery once more. @returns false when there is none, or it was never believed */
  async replay(tenant: string, provider: string, id: string): Promise<boolean> {
    const delivery = await this.store.get(tenant, provider, id);
    const body = await this.store.body(tenant, provider, id);
    if (delivery === undefined || body === undefined) return false;
    // What could not be read will not be the next time.
    if (delivery.kind === UNREADABLE) return true;
    await this.#dependencies.ledger.submit({ tenant, events: [], extra: [this.#again(tenant, delivery, body)] });
    void this.#askAll();
    await this.drain();
    return true;
  }

  /** Maps all stored deliveries of a provider that fit once more. @returns how many */
  async replayAll(tenant: string, provider: string, filter: WebhookFilter): Promise<number> {
    let count = 0;
    let extra: Operation[] = [];
    const flush = async (): Promise<void> => {
      if (extra.length > 0) await this.#dependencies.ledger.submit({ tenant, events: [], extra });
      count += extra.length;
      extra = [];
    };
    for await (const delivery of this.store.latest(tenant, provider, filter)) {
      const body = delivery.kind === UNREADABLE ? undefined : await this.store.body(tenant, provider, delivery.id);
      if (body !== undefined) extra.push(this.#again(tenant, delivery, body));
      if (extra.length >= 1_000) await flush();
    }
    await flush();
    this.wake();
    void this.#askAll();
    return count;
  }

  wake(): void {
    this.#mapper.wake();
  }

  /** Asks what is due, and maps what waits; called now and then. */
  async tick(): Promise<void> {
    await this.#askAll();
    await this.drain();
  }

  /** Resolves when every pending delivery has been mapped, or none can be at present. */
  drain(): Promise<void> {
    return this.#mapper.drain();
  }

  /** Runs something while no delivery is being mapped. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#mapper.between(work);
  }

  /** Deletes deliveries that are still to be mapped and carry something of a person. @param isTheirs whether a text is */
  forgetPending(tenant: string, isTheirs: (text: string) => boolean): Promise<number> {
    return forgetPending(this.#dependencies.ledger, tenant, isTheirs);
  }

  /** Deletes deliveries that carry something of a person. @param isTheirs whether a text is; @returns how many */
  forget(tenant: string, isTheirs: (text: string) => boolean): Promise<number> {
    return forgetWebhooks(this.#dependencies.ledger, tenant, isTheirs);
  }

  /** Deletes what is kept of deliveries as they came, where that was before a time; epoch milliseconds. @returns how many */
  expireRaw(before: number): Promise<number> {
    return expireRawWebhooks(this.#dependencies.ledger, before);
  }

  /** Deletes deliveries that came before a time; epoch milliseconds. @returns how many */
  expire(before: number): Promise<number> {
    return expireWebhooks(this.#dependencies.ledger, before);
  }

  async stop(): Promise<void> {
    await this.#lookUps.stop();
    await this.drain();
    await this.#mapper.stop();
  }

  async #askAll(): Promise<void> {
    try {
      await this.#lookUps.run();
    } catch (error) {
      this.#dependencies.log.warn({ err: error }, 'look-ups for webhooks failed; they will be retried');
    }
  }

  async #keepUnreadable(account: WebhookAccount, raw: Buffer, message: string): Promise<void> {
    const { tenant } = account;
    const failure = { kind: UNREADABLE, status: 'failed', code: 'unreadable_body', message } as const;
    const delivery = this.#delivery(account, failure);
    const { text, persons } = sealText(redactText(raw), this.#dependencies.sealRules);
    await this.#dependencies.ledger.submit({
      tenant,
      events: [],
      extra: [this.store.put(tenant, delivery), this.store.putBody(tenant, delivery, { payload: text, persons })],
    });
    for (const what of ['received', 'failed'] as const) this.counts.note(account.provider.name, account.name, what);
  }

  /** The write that has a delivery mapped again, and asked for before, if what it names is not known. */
  #again(tenant: string, delivery: ReceivedWebhook, { payload, details }: WebhookBody): Operation {
    const { provider, id } = delivery;
    const lookUp = this.#accounts.get(accountKey(provider, delivery.connection))?.provider.lookUp;
    const isAsked = details === undefined && lookUp?.subject(payload) !== undefined;
    this.#lookUps.retryNow(delivery);
    return { type: 'put', key: (isAsked ? AWAITING : PENDING).of(tenant, provider, id), value: '' };
  }

  /** The writes that keep what a delivery carried: sealed, and where the configuration says so, as it came. */
  #bodyOf(tenant: string, delivery: ReceivedWebhook, provider: Provider, payload: unknown): Operation[] {
    const { sealRules, keepsRaw } = this.#dependencies;
    const redacted = provider.redact(payload);
    const { value, persons } = seal(redacted, sealRules, provider.ownLines?.(payload));
    const raw = keepsRaw ? [this.store.putRaw(tenant, delivery, redacted)] : [];
    return [this.store.putBody(tenant, delivery, { payload: value, persons }), ...raw];
  }

  /** The writes that keep what was said in the call that a delivery is about, where that is kept. */
  async #transcriptOf({ provider, tenant }: WebhookAccount, payload: unknown): Promise<readonly Operation[]> {
    const { transcripts } = this;
    const mapped = transcripts === undefined ? undefined : provider.transcript?.(payload, this.#dependencies.clock());
    return mapped === undefined ? [] : ((await transcripts?.keep(tenant, provider.name, mapped)) ?? []);
  }

  #delivery(
    account: WebhookAccount,
    known: Pick<ReceivedWebhook, 'kind' | 'status'> & Partial<ReceivedWebhook>,
  ): ReceivedWebhook {
    return {
      id: this.#dependencies.sequence.next(),
      provider: account.provider.name,
      connection: account.name,
      received_at: new Date(this.#dependencies.clock()).toISOString(),
      events: 0,
      quarantined: 0,
      ...known,
    };
  }
}
