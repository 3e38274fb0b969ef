import type { Logger } from 'pino';
import { admit, type AdmissionRules } from '../events/admission.js';
import type { Event } from '../../storage/ledger/event.js';
import { masksOf, unsealing, type SealedPersons } from '../callers/seal.js';
import { PENDING, REPORTED } from './webhook-keys.js';
import { partsOf } from '../../storage/kv/keys.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Quarantine } from '../quarantine/quarantine.js';
import type { Operation } from '../../storage/kv/store.js';
import { BackgroundTask } from '../../lib/background/background-task.js';
import { systemTimer, type Timer } from '../../lib/background/timer.js';
import type { MappedEvent } from '../providers/port.js';
import { accountKey, type WebhookAccount } from './account.js';
import type { ReceivedWebhook, WebhookBody } from './received-webhook.js';
import type { WebhookStore, Waiting } from './webhook-store.js';
import { mapWebhook, type Mapped } from './map-webhook.js';
import type { WebhookCounts } from './webhook-counts.js';
import type { Clock } from '../../lib/time/units.js';

export interface MapperDependencies {
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly rules: AdmissionRules;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timer?: Timer;
}

/** One delivery mapped, not yet written. */
interface Draft {
  readonly events: readonly Event[];
  readonly extra: readonly Operation[];
  readonly quarantined: number;
  /** Absent where the delivery is gone. */
  readonly outcome?: ReceivedWebhook;
}

/** Deliveries mapped in one write: with fewer the disk is waited for, with more requests are. */
const MAX_AT_ONCE = 400;

/** Maps the deliveries that wait for it, from their stored copies, into events in the ledger. */
export class WebhookMapper {
  readonly #dependencies: MapperDependencies;
  readonly #store: WebhookStore;
  readonly #accounts: ReadonlyMap<string, WebhookAccount>;
  readonly #counts: WebhookCounts;
  readonly #task: BackgroundTask;

  constructor(
    dependencies: MapperDependencies,
    store: WebhookStore,
    connections: ReadonlyMap<string, WebhookAccount>,
    counts: WebhookCounts,
  ) {
    this.#counts = counts;
    this.#dependencies = dependencies;
    this.#store = store;
    this.#accounts = connections;
    this.#task = new BackgroundTask({
      step: () => this.#mapSome(),
      onFailure: (error) => this.#noteFailure(error),
      timer: dependencies.timer ?? systemTimer,
    });
  }

  wake(): void {
    this.#task.wake();
  }

  /** Resolves when every pending delivery has been mapped, or none can be at present. */
  drain(): Promise<void> {
    return this.#task.attempt();
  }

  /** Runs something while no delivery is being mapped. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#task.between(work);
  }

  stop(): Promise<void> {
    return this.#task.stop();
  }

  #noteFailure(error: unknown): undefined {
    this.#dependencies.log.warn({ err: error }, 'webhooks could not be mapped; mapping will be retried');
  }

  /** @returns whether there was any */
  async #mapSome(): Promise<boolean> {
    const pending = await this.#dependencies.ledger.store.keys({ ...PENDING.under(), limit: MAX_AT_ONCE }).all();
    const tenants = new Set(pending.map((key) => partsOf(key)[1] ?? ''));
    for (const tenant of tenants) {
      await this.#mapAll(
        tenant,
        pending.filter((key) => partsOf(key)[1] === tenant),
      );
    }
    return pending.length > 0;
  }

  /** Maps deliveries of one tenant in their order, and makes what they tell durable in one write. */
  async #mapAll(tenant: string, pending: readonly string[]): Promise<void> {
    const { ledger } = this.#dependencies;
    const reported = new Map<string, unknown>();
    const drafts: Draft[] = [];
    for (const waiting of await this.#store.many(tenant, pending))
      drafts.push(await this.#draft(tenant, waiting, reported));
    const refused = drafts.reduce((sum, { quarantined }) => sum + quarantined, 0);
    await ledger.submit({
      tenant,
      events: drafts.flatMap(({ events }) => events),
      extra: drafts.flatMap(({ extra }) => extra),
      refused,
    });
    for (const { outcome } of drafts) {
      if (outcome === undefined) continue;
      this.#counts.note(outcome.provider, outcome.connection, outcome.status === 'mapped' ? 'mapped' : 'failed');
    }
  }

  /** @param told what deliveries before this one in the same write told of their subjects */
  async #draft(
    tenant: string,
    { key, delivery, body: stored }: Waiting,
    reported: Map<string, unknown>,
  ): Promise<Draft> {
    const { log } = this.#dependencies;
    const done: Operation = { type: 'del', key };
    if (delivery === undefined || stored === undefined) return { events: [], extra: [done], quarantined: 0 };
    const { provider, id } = delivery;
    const account = this.#accounts.get(accountKey(provider, delivery.connection));
    const subjectKey = subjectKeyOf(tenant, account, stored);
    const isCompared = subjectKey !== undefined && stored.before === undefined;
    const body = isCompared ? { ...stored, before: await this.#before(subjectKey, reported) } : stored;
    const mapped = mapWebhook(account, delivery, body);
    if (mapped.fault !== undefined) log.error({ err: mapped.fault, provider, id }, 'mapping of a webhook failed');
    const { events, refused, released } = this.#admit(tenant, delivery, mapped.events, body.persons ?? {});
    const outcome = outcomeOf(delivery, mapped, events.length, refused.length);
    const extra: Operation[] = [...refused, ...released, this.#store.put(tenant, outcome), done];
    if (isCompared && mapped.failure === undefined) {
      reported.set(subjectKey, mapped.after);
      extra.push(this.#store.putBody(tenant, delivery, body));
      extra.push({ type: 'put', key: subjectKey, value: JSON.stringify(mapped.after) });
    }
    return { events, extra, quarantined: refused.length, outcome };
  }

  async #before(subjectKey: string, reported: ReadonlyMap<string, unknown>): Promise<unknown> {
    if (reported.has(subjectKey)) return reported.get(subjectKey);
    const value = await this.#dependencies.ledger.store.get(subjectKey);
    return value === undefined ? null : (JSON.parse(value) as unknown);
  }

  /**
   * Admits what a delivery tells. Refused events have a place of their own in quarantine, so that mapping a delivery again
   * neither doubles them nor leaves those behind that are good now.
   */
  #admit(
    tenant: string,
    { id: delivery, provider, quarantined }: ReceivedWebhook,
    mapped: readonly MappedEvent[],
    persons: SealedPersons,
  ): Admitted {
    const { rules, clock, quarantine } = this.#dependencies;
    const unsealed = { ...rules, identities: unsealing(rules.identities, persons) };
    const admitted: Admitted = { events: [], refused: [], released: [] };
    for (const [index, { id, type, subject, time, data }] of mapped.entries()) {
      const event = {
        specversion: '1.0',
        id,
        source: provider,
        type,
        subject,
        time,
        data: { provider, ...masksOf(data, persons) },
      };
      const verdict = admit(event, clock(), unsealed);
      const place = `${delivery}${index.toString(36)}`;
      if (!('event' in verdict)) {
        admitted.refused.push(
          quarantine.entry(tenant, verdict.refusal, { text: JSON.stringify(event), persons }, place),
        );
        continue;
      }
      admitted.events.push(verdict.event);
      if (quarantined > 0) admitted.released.push(quarantine.remove(tenant, place));
    }
    return admitted;
  }
}

/** What became of the events that a delivery tells. */
interface Admitted {
  readonly events: Event[];
  readonly refused: Operation[];
  /** Writes that take those out of quarantine that are good now. */
  readonly released: Operation[];
}

function outcomeOf(
  delivery: ReceivedWebhook,
  { failure, warnings = [] }: Pick<Mapped, 'failure' | 'warnings'>,
  events: number,
  refused: number,
): ReceivedWebhook {
  const { code: _code, message: _message, path: _path, warnings: _warnings, ...known } = delivery;
  const status = failure === undefined ? 'mapped' : 'failed';
  const reported = warnings.length === 0 ? {} : { warnings };
  return { ...known, status, events: events + refused, quarantined: refused, ...reported, ...failure };
}

/** Key of what has been told of the thing that a delivery is about; undefined where deliveries are not compared. */
function subjectKeyOf(
  tenant: string,
  account: WebhookAccount | undefined,
  { payload }: WebhookBody,
): string | undefined {
  const subject = account?.provider.lookUp?.subject(payload);
  if (account === undefined || subject === undefined) return undefined;
  return REPORTED.of(tenant, accountKey(account.provider.name, account.name), subject);
}
