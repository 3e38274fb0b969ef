import { holdsText } from '../../lib/text/holds-text.js';
import type { Refusal } from '../../lib/schema/refusal.js';
import type { SealedPersons, SealedText } from '../callers/seal.js';
import { keys, under } from '../../storage/kv/keys.js';
import type { Sequence } from '../../storage/kv/sequence.js';
import { writeAll, type Operation, type Store } from '../../storage/kv/store.js';
import type { Clock } from '../../lib/time/units.js';

/** An event that was refused, kept with the reason until it is replayed, deleted or too old. */
export interface Quarantined {
  readonly id: string;
  /** RFC 3339. */
  readonly received_at: string;
  readonly code: string;
  readonly message: string;
  readonly path: string;
  /** JSON text without full numbers and addresses, or the text that was none. */
  readonly event: string;
  /** Whom the sealed texts in it stand for; absent in what an earlier version stored. */
  readonly persons?: SealedPersons;
  /** The text was longer than is kept; it cannot be replayed. */
  readonly truncated: boolean;
}

/** Longest text that is kept of one event. */
const MAX_TEXT = 262_144;

/** Refused events, per tenant. Writing happens in the commit of the request, so that nothing is told before it is kept. */
export class Quarantine {
  readonly #store: () => Store;
  readonly #sequence: Sequence;
  readonly #clock: Clock;

  constructor(store: () => Store, sequence: Sequence, clock: Clock) {
    this.#store = store;
    this.#sequence = sequence;
    this.#clock = clock;
  }

  /**
   * The write that quarantines an event; it is carried out with the commit that it is handed to.
   * @param id a place of its own, if it has one: what is there already is replaced
   */
  entry(
    tenant: string,
    { code, message, path }: Refusal,
    { text: event, persons }: SealedText,
    id = this.#sequence.next(),
  ): Operation {
    const entry: Quarantined = {
      id,
      received_at: new Date(this.#clock()).toISOString(),
      code,
      message,
      path,
      event: event.slice(0, MAX_TEXT).toWellFormed(),
      truncated: event.length > MAX_TEXT,
      persons,
    };
    return { type: 'put', key: keys.quarantine(tenant, id), value: JSON.stringify(entry) };
  }

  /** The latest first, those before `cursor` (an id). */
  async list(tenant: string, limit: number, cursor: string | undefined): Promise<Quarantined[]> {
    const range = under('q', tenant);
    const lt = cursor === undefined ? range.lt : keys.quarantine(tenant, cursor);
    const values = await this.#store().values({ gt: range.gt, lt, reverse: true, limit }).all();
    return values.map((value) => JSON.parse(value) as Quarantined);
  }

  async get(tenant: string, id: string): Promise<Quarantined | undefined> {
    const value = await this.#store().get(keys.quarantine(tenant, id));
    return value === undefined ? undefined : (JSON.parse(value) as Quarantined);
  }

  remove(tenant: string, id: string): Operation {
    return { type: 'del', key: keys.quarantine(tenant, id) };
  }

  /** Deletes the events that hold something of a person. @param isTheirs whether a text is */
  async forget(tenant: string, isTheirs: (text: string) => boolean): Promise<void> {
    const removed: Operation[] = [];
    for await (const [key, value] of this.#store().iterator(under('q', tenant))) {
      const { event, persons } = JSON.parse(value) as Quarantined;
      if (isTheirs(event) || holdsText([parsed(event), persons], isTheirs)) removed.push({ type: 'del', key });
    }
    await writeAll(this.#store(), removed, { sync: true });
  }

  async clear(tenant: string): Promise<void> {
    const range = under('q', tenant);
    await this.#store().clear({ gt: range.gt, lt: range.lt });
  }

  /** Drops what came before a time; epoch milliseconds. @returns how many */
  async expire(before: number): Promise<number> {
    const old: Operation[] = [];
    for await (const [key, value] of this.#store().iterator(under('q'))) {
      if (Date.parse((JSON.parse(value) as Quarantined).received_at) < before) old.push({ type: 'del', key });
    }
    await writeAll(this.#store(), old, { sync: false });
    return old.length;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
