import type { Logger } from 'pino';
import { seal, type SealRules } from '../callers/seal.js';
import { keys, partsOf, under } from '../../storage/kv/keys.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Operation } from '../../storage/kv/store.js';
import { LookUpFailed } from '../providers/port.js';
import { ASK_FOR_MS, backOff } from './back-off.js';
import { accountKey, type WebhookAccount } from './account.js';
import type { ReceivedWebhook, WebhookBody } from './received-webhook.js';
import type { WebhookStore } from './webhook-store.js';
import { Pace } from './pace.js';
import type { Clock } from '../../lib/time/units.js';

interface Dependencies {
  readonly ledger: Ledger;
  readonly store: WebhookStore;
  readonly connections: ReadonlyMap<string, WebhookAccount>;
  /** How numbers and addresses are sealed before an answer is stored. */
  readonly sealRules: SealRules;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when a delivery has what it waited for. */
  readonly onFound: () => void;
}

interface Waiting {
  readonly tenant: string;
  readonly provider: string;
  readonly id: string;
}

/**
 * Asks platforms for what their deliveries only name. Each connection is asked one question after the other, no more
 * often than the platform likes; one that does not answer holds up no other. A delivery that waits has a key of its own,
 * so that a restart asks on.
 */
export class LookUps {
  readonly #dependencies: Dependencies;
  readonly #paces = new Map<string, Pace>();
  readonly #dueAt = new Map<string, number>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Asks all that is due, also what becomes due meanwhile. Resolves when it has been asked, whatever the answers. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const due = await this.#due();
      if (due.size === 0) return;
      for (const [group, deliveries] of due) {
        if (this.#running.has(group)) continue;
        const asking = this.#askAll(group, deliveries).finally(() => this.#running.delete(group));
        this.#running.set(group, asking);
      }
      await Promise.all([...due.keys()].flatMap((group) => this.#running.get(group) ?? []));
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  /** Has a delivery asked for right away. */
  retryNow({ id }: ReceivedWebhook): void {
    this.#dueAt.delete(id);
  }

  async #due(): Promise<Map<string, ReceivedWebhook[]>> {
    const { ledger, store, clock } = this.#dependencies;
    const due = new Map<string, ReceivedWebhook[]>();
    for (const key of await ledger.store.keys(under('a')).all()) {
      const [, tenant = '', provider = '', id = ''] = partsOf(key);
      if ((this.#dueAt.get(id) ?? 0) > clock()) continue;
      const delivery = await store.get(tenant, provider, id);
      if (delivery === undefined) {
        await ledger.submit({ tenant, events: [], extra: [{ type: 'del', key }] });
        continue;
      }
      const group = `${tenant}\u0000${accountKey(provider, delivery.connection)}`;
      const others = due.get(group);
      if (others === undefined) due.set(group, [delivery]);
      else others.push(delivery);
    }
    return due;
  }

  async #askAll(group: string, deliveries: readonly ReceivedWebhook[]): Promise<void> {
    const [tenant = '', key = ''] = group.split('\u0000');
    const { log, connections, clock } = this.#dependencies;
    const account = connections.get(key);
    const pace = this.#paces.get(key) ?? new Pace(account?.provider.lookUp?.perSecond ?? 1);
    this.#paces.set(key, pace);
    for (const delivery of deliveries) {
      try {
        // The list may be older than the last answers: another round had begun when it was made.
        if (!(await this.#isStillDue(tenant, delivery))) continue;
        await pace.turn(this.#stop.signal);
        await this.#ask(tenant, delivery, account);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#dueAt.set(delivery.id, clock() + backOff(1, undefined));
        log.warn({ err: error, connection: key }, 'look-up for a webhook failed; it will be retried');
      }
    }
  }

  async #isStillDue(tenant: string, { provider, id }: ReceivedWebhook): Promise<boolean> {
    if ((this.#dueAt.get(id) ?? 0) > this.#dependencies.clock()) return false;
    return (await this.#dependencies.ledger.store.get(keys.awaiting(tenant, provider, id))) !== undefined;
  }

  async #ask(tenant: string, delivery: ReceivedWebhook, account: WebhookAccount | undefined): Promise<void> {
    const { ledger, store } = this.#dependencies;
    const { provider, id } = delivery;
    const awaiting: Waiting = { tenant, provider, id };
    const body = await store.body(tenant, provider, id);
    const question = questionOf(account, body);
    if (question === undefined) {
      // Nothing to ask, or nobody: the mapping says what that means.
      await this.#done(awaiting, []);
      return;
    }
    try {
      const { value: details, persons } = seal(await question(this.#stop.signal), this.#dependencies.sealRules);
      const attempts = (delivery.attempts ?? 0) + 1;
      await this.#done(awaiting, [
        store.putBody(tenant, delivery, {
          payload: body?.payload,
          details,
          persons: { ...body?.persons, ...persons },
        }),
        store.put(tenant, { ...withoutWaiting(delivery), status: 'received', attempts }),
      ]);
    } catch (error) {
      if (!(error instanceof LookUpFailed) || this.#stop.signal.aborted) throw error;
      const extra = this.#failure(tenant, delivery, error);
      await ledger.submit({ tenant, events: [], extra });
    }
  }

  /** A delivery that has all it needs is mapped next. */
  async #done({ tenant, provider, id }: Waiting, extra: readonly Operation[]): Promise<void> {
    this.#dueAt.delete(id);
    await this.#dependencies.ledger.submit({
      tenant,
      events: [],
      extra: [
        ...extra,
        { type: 'del', key: keys.awaiting(tenant, provider, id) },
        { type: 'put', key: keys.pending(tenant, provider, id), value: '' },
      ],
    });
    this.#dependencies.onFound();
  }

  #failure(tenant: string, delivery: ReceivedWebhook, { message, again, retryAfter }: LookUpFailed): Operation[] {
    const { store, clock, log } = this.#dependencies;
    const { provider, id } = delivery;
    const attempts = (delivery.attempts ?? 0) + 1;
    const known = { ...withoutWaiting(delivery), attempts, code: 'look_up_failed', message };
    const isGivenUp = again === 'never' || clock() - Date.parse(delivery.received_at) > ASK_FOR_MS;
    log.warn({ provider, id, attempts, isGivenUp, reason: message }, 'look-up at the provider failed');
    if (isGivenUp) {
      this.#dueAt.delete(id);
      return [
        store.put(tenant, { ...known, status: 'failed' }),
        { type: 'del', key: keys.awaiting(tenant, provider, id) },
      ];
    }
    const next = clock() + backOff(attempts, retryAfter);
    this.#dueAt.set(id, next);
    return [store.put(tenant, { ...known, status: 'waiting', next_attempt_at: new Date(next).toISOString() })];
  }
}

type Question = (signal: AbortSignal) => Promise<unknown>;

/** Asks for what a delivery names; what comes back is without secrets. */
function questionOf(account: WebhookAccount | undefined, body: WebhookBody | undefined): Question | undefined {
  if (account === undefined || body === undefined) return undefined;
  const { provider, secret } = account;
  const { lookUp } = provider;
  const subject = lookUp?.subject(body.payload);
  if (lookUp === undefined || subject === undefined) return undefined;
  return async (signal) => provider.redact(await lookUp.ask(subject, secret, signal));
}

function withoutWaiting({
  next_attempt_at: _next,
  code: _code,
  message: _message,
  ...delivery
}: ReceivedWebhook): ReceivedWebhook {
  return delivery;
}
