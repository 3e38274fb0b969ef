import type { Event } from './event.js';
import { callEntity } from './entity.js';
import { callsLinkedTo, hasLinks, linkedAmong, providerCallOf } from './links.js';
import type { Ledger } from './ledger.js';

/** One phone call under all the ids that it is reported by. */
export interface CallGroup {
  readonly tenant: string;
  /** The id of its row. */
  readonly callId: string;
  /** Ids that have no row, because this one has it. */
  readonly others: readonly string[];
  /** All events under all ids, those of the row's own id first. */
  readonly events: readonly Event[];
}

interface Call {
  readonly tenant: string;
  readonly call: string;
  readonly events: readonly Event[];
}

/**
 * Which calls are one. A voice platform names the id under which the telephony provider knows its call; what the
 * provider tells under that id belongs to the platform's call, whichever comes first. Should several calls name the same
 * id, the smallest of them has the row, so that the order of arrival does not matter.
 */
export class CallGroups {
  readonly #ledger: Ledger;
  #mayHaveLinks: boolean | undefined;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** The groups that calls are part of, each once. Costs next to nothing as long as no call names another. */
  async of(calls: readonly Call[]): Promise<CallGroup[]> {
    const { store } = this.#ledger;
    this.#mayHaveLinks ??= await hasLinks(store);
    this.#mayHaveLinks ||= calls.some(({ events }) => namedBy(events).length > 0);
    if (!this.#mayHaveLinks) return calls.map(alone);
    const isLinked = await linkedAmong(store, calls);
    const found = await Promise.all(calls.map((call, index) => this.#groupOf(call, isLinked[index] === true)));
    return [...new Map(found.map((group) => [`${group.tenant}\u0000${group.callId}`, group])).values()];
  }

  /** Goes along the links, in both directions, to every id of the call. */
  async #groupOf({ tenant, call, events }: Call, isLinked: boolean): Promise<CallGroup> {
    if (!isLinked && namedBy(events).length === 0) return alone({ tenant, call, events });
    const known = new Map<string, readonly Event[]>();
    const naming = new Set<string>();
    const left = [call];
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      if (known.has(id)) continue;
      const own = id === call ? events : await this.#ledger.events(tenant, callEntity(id));
      known.set(id, own);
      const named = namedBy(own);
      const by = await callsLinkedTo(this.#ledger.store, tenant, id);
      for (const one of named.length > 0 ? [id, ...by] : by) naming.add(one);
      left.push(...named, ...by);
    }
    const [callId = call] = [...naming].sort();
    const others = [...known.keys()].filter((id) => id !== callId).sort();
    return { tenant, callId, others, events: [callId, ...others].flatMap((id) => known.get(id) ?? []) };
  }
}

const namedBy = (events: readonly Event[]): string[] => events.flatMap((event) => providerCallOf(event) ?? []);

const alone = ({ tenant, call, events }: Call): CallGroup => ({ tenant, callId: call, others: [], events });
