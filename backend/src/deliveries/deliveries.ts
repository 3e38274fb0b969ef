import type { Logger } from 'pino';
import { admit, type AdmissionRules } from '../events/admission.js';
import type { Event } from '../events/event.js';
import type { Refusal } from '../events/refusal.js';
import { keys, partsOf, under } from '../ledger/keys.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Quarantine } from '../ledger/quarantine.js';
import type { Sequence } from '../ledger/sequence.js';
import type { Operation } from '../ledger/store.js';
import { MappingError, type MappedEvent, type Refused } from '../providers/port.js';
import { redactText } from '../providers/redact-text.js';
import { connectionKey, type Connection } from './connection.js';
import type { Delivery, DeliveryBody, RefusalDetails } from './delivery.js';
import { DeliveryStore, type DeliveryFilter } from './delivery-store.js';
import { expireDeliveries } from './expire-deliveries.js';
import { forgetDeliveries } from './forget-deliveries.js';
import { LookUps } from './look-ups.js';
import { mapDelivery } from './map-delivery.js';
import { Refusals } from './refusals.js';

/** What became of the events that deliveries told. */
export interface Told {
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
}

interface Parts {
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly sequence: Sequence;
  readonly rules: AdmissionRules;
  readonly connections: readonly Connection[];
  readonly clock: () => number;
  readonly log: Logger;
  readonly onTold: (tenant: string, told: Told) => void;
}

/** One delivery mapped, not yet written. */
interface Draft {
  readonly events: readonly Event[];
  readonly extra: readonly Operation[];
  readonly quarantined: number;
}

/** Deliveries mapped in one write. */
const MOST_AT_ONCE = 100;

/**
 * Webhook deliveries: stored first and acknowledged, mapped afterwards from the stored copy. A delivery that waits for
 * its mapping has a pending key, and one that waits for what has to be looked up another; a crash leaves them there, and
 * the next start goes on. A mapping that was wrong is mended and run again, and nothing is lost.
 */
export class Deliveries {
  readonly store: DeliveryStore;
  readonly #parts: Parts;
  readonly #connections: ReadonlyMap<string, Connection>;
  readonly #refusals: Refusals;
  readonly #lookUps: LookUps;
  #running: Promise<void> | undefined;

  constructor(parts: Parts) {
    const { ledger, clock, log } = parts;
    this.#parts = parts;
    this.store = new DeliveryStore(ledger);
    this.#connections = new Map(parts.connections.map((one) => [connectionKey(one.provider.name, one.name), one]));
    this.#refusals = new Refusals(ledger);
    const onFound = (): void => this.wake();
    this.#lookUps = new LookUps({ ledger, store: this.store, connections: this.#connections, clock, log, onFound });
  }

  /** The connection that a URL names, if it is switched on. */
  connection(provider: string, name: string): Connection | undefined {
    const found = this.#connections.get(connectionKey(provider, name));
    return found?.enabled === true ? found : undefined;
  }

  /** Makes a verified delivery durable; its mapping follows. A body that cannot be read is kept as well, and told as failed. */
  async accept(connection: Connection, raw: Buffer): Promise<void> {
    const { provider, tenant } = connection;
    let payload: unknown;
    try {
      payload = provider.parse(raw);
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      await this.#keepUnreadable(connection, raw, error.message);
      return;
    }
    const delivery = this.#delivery(connection, { kind: provider.kind(payload), status: 'received' });
    const isAsked = provider.lookUp?.subject(payload) !== undefined;
    const waits = isAsked ? keys.awaiting : keys.pending;
    await this.#parts.ledger.submit({
      tenant,
      events: [],
      extra: [
        this.store.put(tenant, delivery),
        this.store.putBody(tenant, delivery, { payload: provider.redact(payload) }),
        { type: 'put', key: waits(tenant, provider.name, delivery.id), value: '' },
      ],
    });
    if (isAsked) void this.#askAll();
    else this.wake();
  }

  /** Notes that a delivery was refused, and why, without anything that it carried. */
  async refuse(connection: Connection, { code, message }: Refused, refusal: RefusalDetails): Promise<void> {
    const delivery = this.#delivery(connection, { kind: 'unverified', status: 'refused', code, message, refusal });
    await this.#refusals.note(connection.tenant, delivery, this.#parts.clock());
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
    await this.#parts.ledger.submit({ tenant, events: [], extra: [this.#again(tenant, delivery, body)] });
    void this.#askAll();
    await this.drain();
    return true;
  }

  /** Maps all stored deliveries of a provider that fit once more. @returns how many */
  async replayAll(tenant: string, provider: string, filter: DeliveryFilter): Promise<number> {
    let count = 0;
    let extra: Operation[] = [];
    const flush = async (): Promise<void> => {
      if (extra.length > 0) await this.#parts.ledger.submit({ tenant, events: [], extra });
      count += extra.length;
      extra = [];
    };
    for await (const delivery of this.store.latest(tenant, provider, filter)) {
      const body = await this.store.body(tenant, provider, delivery.id);
      if (body !== undefined) extra.push(this.#again(tenant, delivery, body));
      if (extra.length >= 1_000) await flush();
    }
    await flush();
    this.wake();
    void this.#askAll();
    return count;
  }

  wake(): void {
    this.#running ??= this.#run();
  }

  /** Asks what is due, and maps what waits; called now and then. */
  async tick(): Promise<void> {
    await this.#askAll();
    await this.drain();
  }

  /** Resolves when every pending delivery has been mapped, or none can be at present. */
  async drain(): Promise<void> {
    await this.#running;
    this.wake();
    await this.#running;
  }

  /** Deletes deliveries that carry something of a person. @param isTheirs whether a text is; @returns how many */
  forget(tenant: string, isTheirs: (text: string) => boolean): Promise<number> {
    return forgetDeliveries(this.#parts.ledger, tenant, isTheirs);
  }

  /** Deletes deliveries that came before a time; epoch milliseconds. @returns how many */
  expire(before: number): Promise<number> {
    return expireDeliveries(this.#parts.ledger, before);
  }

  async stop(): Promise<void> {
    await this.#lookUps.stop();
    await this.drain();
  }

  async #askAll(): Promise<void> {
    try {
      await this.#lookUps.run();
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'deliveries wait for what has to be looked up; it is tried again');
    }
  }

  async #keepUnreadable(connection: Connection, raw: Buffer, message: string): Promise<void> {
    const { tenant } = connection;
    const failure = { kind: 'unreadable', status: 'failed', code: 'unreadable_body', message } as const;
    const delivery = this.#delivery(connection, failure);
    await this.#parts.ledger.submit({
      tenant,
      events: [],
      extra: [this.store.put(tenant, delivery), this.store.putBody(tenant, delivery, { payload: redactText(raw) })],
    });
  }

  /** The write that has a delivery mapped again, and asked for before, if what it names is not known. */
  #again(tenant: string, delivery: Delivery, { payload, details }: DeliveryBody): Operation {
    const { provider, id } = delivery;
    const lookUp = this.#connections.get(connectionKey(provider, delivery.connection))?.provider.lookUp;
    const isAsked = details === undefined && lookUp?.subject(payload) !== undefined;
    this.#lookUps.hurry(delivery);
    return { type: 'put', key: (isAsked ? keys.awaiting : keys.pending)(tenant, provider, id), value: '' };
  }

  #delivery(connection: Connection, known: Pick<Delivery, 'kind' | 'status'> & Partial<Delivery>): Delivery {
    return {
      id: this.#parts.sequence.next(),
      provider: connection.provider.name,
      connection: connection.name,
      received_at: new Date(this.#parts.clock()).toISOString(),
      events: 0,
      quarantined: 0,
      ...known,
    };
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const pending = await this.#parts.ledger.store.keys({ ...under('p'), limit: MOST_AT_ONCE }).all();
        if (pending.length === 0) return;
        const tenants = new Set(pending.map((key) => partsOf(key)[1] ?? ''));
        for (const tenant of tenants) {
          await this.#mapAll(
            tenant,
            pending.filter((key) => partsOf(key)[1] === tenant),
          );
        }
      }
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'deliveries wait for their mapping; it will be tried again');
    } finally {
      this.#running = undefined;
    }
  }

  /** Maps deliveries of one tenant in their order, and makes what they tell durable in one write. */
  async #mapAll(tenant: string, pending: readonly string[]): Promise<void> {
    const { ledger, onTold } = this.#parts;
    const told = new Map<string, unknown>();
    const drafts: Draft[] = [];
    for (const key of pending) drafts.push(await this.#draft(tenant, key, told));
    const receipt = await ledger.submit({
      tenant,
      events: drafts.flatMap(({ events }) => events),
      extra: drafts.flatMap(({ extra }) => extra),
    });
    onTold(tenant, { ...receipt, quarantined: drafts.reduce((sum, { quarantined }) => sum + quarantined, 0) });
  }

  /** @param told what deliveries before this one in the same write told of their subjects */
  async #draft(tenant: string, key: string, told: Map<string, unknown>): Promise<Draft> {
    const { log } = this.#parts;
    const [, , provider = '', id = ''] = partsOf(key);
    const done: Operation = { type: 'del', key };
    const delivery = await this.store.get(tenant, provider, id);
    const stored = await this.store.body(tenant, provider, id);
    if (delivery === undefined || stored === undefined) return { events: [], extra: [done], quarantined: 0 };
    const connection = this.#connections.get(connectionKey(provider, delivery.connection));
    const subjectKey = subjectKeyOf(tenant, connection, stored);
    const isCompared = subjectKey !== undefined && stored.before === undefined;
    const body = isCompared ? { ...stored, before: await this.#before(subjectKey, told) } : stored;
    const mapped = mapDelivery(connection, delivery, body);
    if (mapped.fault !== undefined) log.error({ err: mapped.fault, provider, id }, 'the mapping of a delivery failed');
    const { events, refused, mended } = this.#admit(tenant, delivery, mapped.events);
    const outcome = outcomeOf(delivery, mapped.failure, events.length, refused.length);
    const extra: Operation[] = [...refused, ...mended, this.store.put(tenant, outcome), done];
    if (isCompared && mapped.failure === undefined) {
      told.set(subjectKey, mapped.after);
      extra.push(this.store.putBody(tenant, delivery, body));
      extra.push({ type: 'put', key: subjectKey, value: JSON.stringify(mapped.after) });
    }
    return { events, extra, quarantined: refused.length };
  }

  async #before(subjectKey: string, told: ReadonlyMap<string, unknown>): Promise<unknown> {
    if (told.has(subjectKey)) return told.get(subjectKey);
    const value = await this.#parts.ledger.store.get(subjectKey);
    return value === undefined ? null : (JSON.parse(value) as unknown);
  }

  /**
   * Admits what a delivery tells. Refused events have a place of their own in quarantine, so that mapping a delivery again
   * neither doubles them nor leaves those behind that are good now.
   */
  #admit(tenant: string, { id: delivery, provider, quarantined }: Delivery, mapped: readonly MappedEvent[]): Admitted {
    const { rules, clock, quarantine } = this.#parts;
    const admitted: Admitted = { events: [], refused: [], mended: [] };
    for (const [index, { id, type, subject, time, data }] of mapped.entries()) {
      const event = { specversion: '1.0', id, source: provider, type, subject, time, data: { provider, ...data } };
      const verdict = admit(event, clock(), rules);
      const place = `${delivery}${index.toString(36)}`;
      if (!('event' in verdict)) {
        admitted.refused.push(quarantine.entry(tenant, verdict.refusal, JSON.stringify(event), place));
        continue;
      }
      admitted.events.push(verdict.event);
      if (quarantined > 0) admitted.mended.push(quarantine.remove(tenant, place));
    }
    return admitted;
  }
}

/** What became of the events that a delivery tells. */
interface Admitted {
  readonly events: Event[];
  readonly refused: Operation[];
  /** Writes that take those out of quarantine that are good now. */
  readonly mended: Operation[];
}

function outcomeOf(delivery: Delivery, failure: Refusal | undefined, events: number, refused: number): Delivery {
  const { code: _code, message: _message, path: _path, ...known } = delivery;
  const status = failure === undefined ? 'mapped' : 'failed';
  return { ...known, status, events: events + refused, quarantined: refused, ...failure };
}

/** Key of what has been told of the thing that a delivery is about; undefined where deliveries are not compared. */
function subjectKeyOf(
  tenant: string,
  connection: Connection | undefined,
  { payload }: DeliveryBody,
): string | undefined {
  const subject = connection?.provider.lookUp?.subject(payload);
  if (connection === undefined || subject === undefined) return undefined;
  return keys.told(tenant, connectionKey(connection.provider.name, connection.name), subject);
}
