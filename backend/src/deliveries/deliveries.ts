import type { Logger } from 'pino';
import { admit, type AdmissionRules } from '../events/admission.js';
import type { Event } from '../events/event.js';
import { refusal, type Refusal } from '../events/refusal.js';
import type { Ledger } from '../ledger/ledger.js';
import { keys, partsOf, under } from '../ledger/keys.js';
import type { Quarantine } from '../ledger/quarantine.js';
import type { Sequence } from '../ledger/sequence.js';
import type { Operation } from '../ledger/store.js';
import { MappingError, type MappedEvent, type Provider } from '../providers/port.js';
import type { Delivery } from './delivery.js';

interface Parts {
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly sequence: Sequence;
  readonly rules: AdmissionRules;
  readonly clock: () => number;
  readonly log: Logger;
}

interface Mapped {
  readonly events: readonly MappedEvent[];
  readonly failure?: Refusal;
}

/**
 * Webhook deliveries: stored first and acknowledged, mapped afterwards from the stored copy. A delivery that waits for
 * its mapping has a pending key; a crash leaves it there, and the next start maps it. A mapping that was wrong is mended
 * and run again, and nothing is lost.
 */
export class Deliveries {
  readonly #parts: Parts;
  readonly #providers: ReadonlyMap<string, Provider>;
  #running: Promise<void> | undefined;

  constructor(parts: Parts, providers: readonly Provider[]) {
    this.#parts = parts;
    this.#providers = new Map(providers.map((provider) => [provider.name, provider]));
  }

  /** Makes a verified delivery durable; its mapping follows. */
  async accept(tenant: string, provider: Provider, payload: unknown): Promise<void> {
    const { ledger } = this.#parts;
    const delivery = this.#delivery(provider.name, {
      kind: provider.kind(payload),
      status: 'received',
      payload: provider.redact(payload),
    });
    const extra: Operation[] = [
      { type: 'put', key: keys.delivery(tenant, provider.name, delivery.id), value: JSON.stringify(delivery) },
      { type: 'put', key: keys.pending(tenant, provider.name, delivery.id), value: '' },
    ];
    await ledger.submit({ tenant, events: [], extra });
    this.wake();
  }

  /** Notes that a delivery was refused, and why, without anything that it carried. */
  async refuse(tenant: string, provider: string, { code, message }: { code: string; message: string }): Promise<void> {
    const delivery = this.#delivery(provider, { kind: 'unverified', status: 'refused', code, message });
    const value = JSON.stringify(delivery);
    await this.#parts.ledger.submit({
      tenant,
      events: [],
      extra: [{ type: 'put', key: keys.delivery(tenant, provider, delivery.id), value }],
    });
  }

  /** The latest deliveries of a provider, the latest first. */
  async list(tenant: string, provider: string, limit: number): Promise<Delivery[]> {
    const values = await this.#parts.ledger.store
      .values({ ...under('w', tenant, provider), reverse: true, limit })
      .all();
    return values.map((value) => JSON.parse(value) as Delivery);
  }

  async get(tenant: string, provider: string, id: string): Promise<Delivery | undefined> {
    const value = await this.#parts.ledger.store.get(keys.delivery(tenant, provider, id));
    return value === undefined ? undefined : (JSON.parse(value) as Delivery);
  }

  /** Maps a stored delivery once more. @returns false when there is none, or it was never believed */
  async replay(tenant: string, provider: string, id: string): Promise<boolean> {
    const delivery = await this.get(tenant, provider, id);
    if (delivery?.payload === undefined) return false;
    await this.#parts.ledger.store.put(keys.pending(tenant, provider, id), '', { sync: true });
    await this.drain();
    return true;
  }

  wake(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when every pending delivery has been mapped, or none can be at present. */
  async drain(): Promise<void> {
    await this.#running;
    this.wake();
    await this.#running;
  }

  #delivery(provider: string, known: Pick<Delivery, 'kind' | 'status'> & Partial<Delivery>): Delivery {
    const id = this.#parts.sequence.next();
    return { id, provider, received_at: new Date(this.#parts.clock()).toISOString(), events: 0, ...known };
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const pending = await this.#parts.ledger.store.keys({ ...under('p'), limit: 100 }).all();
        if (pending.length === 0) return;
        for (const key of pending) await this.#mapStored(key);
      }
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'deliveries wait for their mapping; it will be tried again');
    } finally {
      this.#running = undefined;
    }
  }

  async #mapStored(key: string): Promise<void> {
    const [, tenant = '', provider = '', id = ''] = partsOf(key);
    const done: Operation = { type: 'del', key };
    const delivery = await this.get(tenant, provider, id);
    if (delivery === undefined) {
      await this.#parts.ledger.submit({ tenant, events: [], extra: [done] });
      return;
    }
    const mapped = this.#map(delivery);
    const { events, refused } = this.#admit(tenant, provider, mapped.events);
    const failure = mapped.failure;
    if (failure !== undefined)
      this.#parts.log.warn({ provider, id, code: failure.code, path: failure.path }, 'a delivery could not be mapped');
    const result: Delivery = {
      ...withoutFailure(delivery),
      status: failure === undefined ? 'mapped' : 'failed',
      events: events.length,
      ...(failure === undefined ? {} : failure),
    };
    const stored: Operation = { type: 'put', key: keys.delivery(tenant, provider, id), value: JSON.stringify(result) };
    await this.#parts.ledger.submit({ tenant, events, extra: [...refused, stored, done] });
  }

  #map(delivery: Delivery): Mapped {
    const provider = this.#providers.get(delivery.provider);
    if (provider === undefined)
      return { events: [], failure: refusal('provider_off', `${delivery.provider} is not configured any more`) };
    try {
      return { events: provider.map(delivery.payload, Date.parse(delivery.received_at)) };
    } catch (error) {
      if (error instanceof MappingError)
        return { events: [], failure: refusal('mapping_failed', error.message, error.path) };
      throw error;
    }
  }

  #admit(tenant: string, provider: string, mapped: readonly MappedEvent[]): { events: Event[]; refused: Operation[] } {
    const { rules, clock, quarantine } = this.#parts;
    const events: Event[] = [];
    const refused: Operation[] = [];
    for (const { id, type, subject, time, data } of mapped) {
      const event = { specversion: '1.0', id, source: provider, type, subject, time, data: { provider, ...data } };
      const verdict = admit(event, clock(), rules);
      if ('event' in verdict) events.push(verdict.event);
      else refused.push(quarantine.entry(tenant, verdict.refusal, JSON.stringify(event)));
    }
    return { events, refused };
  }
}

function withoutFailure({ code: _code, message: _message, path: _path, ...delivery }: Delivery): Delivery {
  return delivery;
}
