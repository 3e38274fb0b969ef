import type { Event } from '../events/event.js';
import { callEntity } from './entity.js';
import { callsLinkedTo, hasLinks, linkedAmong, providerCallOf } from './links.js';
import type { Ledger } from './ledger.js';

/** One phone call under all the ids that it is told by. */
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
    this.#mayHaveLinks ||= calls.some(({ events }) => events.some((event) => providerCallOf(event) !== undefined));
    if (!this.#mayHaveLinks) return calls.map(alone);
    const isLinked = await linkedAmong(store, calls);
    const found = await Promise.all(calls.map((call, index) => this.#groupOf(call, isLinked[index] === true)));
    return [...new Map(found.map((group) => [`${group.tenant}\u0000${group.callId}`, group])).values()];
  }

  async #groupOf(call: Call, isLinked: boolean): Promise<CallGroup> {
    const { store } = this.#ledger;
    const [named] = call.events.flatMap((event) => providerCallOf(event) ?? []).sort();
    const providerCall = named ?? (isLinked ? call.call : undefined);
    if (providerCall === undefined) return alone(call);
    const members = await callsLinkedTo(store, call.tenant, providerCall);
    const [callId = call.call, ...more] =
      members.includes(call.call) || isLinked ? members : [...members, call.call].sort();
    const others = [...more, providerCall];
    const events = await Promise.all(
      [callId, ...others].map((id) =>
        id === call.call ? Promise.resolve(call.events) : this.#ledger.events(call.tenant, callEntity(id)),
      ),
    );
    return { tenant: call.tenant, callId, others, events: events.flat() };
  }
}

const alone = ({ tenant, call, events }: Call): CallGroup => ({ tenant, callId: call, others: [], events });
