import type { ReaderPool } from '../../storage/duckdb/reader.js';
import { CallGroups } from '../../storage/ledger/call-groups.js';
import { callEntity } from '../../storage/ledger/entity.js';
import { compareEvents, ofType, type Event } from '../../storage/ledger/event.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import { toMillis, type Millis } from '../../lib/time/units.js';
import type { Consents, Consent } from './consents.js';

/** A call that is known, under every id that it is told of. */
export interface KnownCall {
  readonly tenant: string;
  /** Id of its row. */
  readonly callId: string;
  /** All of its ids, that of its row first. */
  readonly ids: readonly string[];
  /** When it began, as far as is known; epoch milliseconds. */
  readonly startedAt: Millis;
  readonly consent: Consent | null;
}

interface Dependencies {
  readonly ledger: Ledger;
  readonly readers: Pick<ReaderPool, 'rows'>;
  readonly consents: Consents;
}

/** What the caller said last to being recorded. */
const consentIn = (events: readonly Event[]): Consent | undefined =>
  ofType(events, 'call.recording')
    .toSorted((a, b) => compareEvents(a as Event, b as Event))
    .flatMap(({ data }) => data.consent ?? [])
    .at(-1);

const beginOf = (events: readonly Event[]): Millis | undefined => {
  const [first = events[0]] = ofType(events, 'call.started') as readonly Event[];
  return first === undefined ? undefined : toMillis(events.reduce((at, event) => Math.min(at, event.at), first.at));
};

/** What no id of a call is: control characters separate the parts of keys. */
const NO_ID = /\p{Cc}/u;

/** Finds calls by their ids: in the ledger, which knows them at once, else among the rows, which stay for longer. */
export class KnownCalls {
  readonly #dependencies: Dependencies;
  readonly #groups: CallGroups;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#groups = new CallGroups(dependencies.ledger);
  }

  /**
   * @param id of the call, or the one that the telephony provider knows it by
   * @returns undefined when there is no such call
   */
  async find(tenant: string, id: string): Promise<KnownCall | undefined> {
    if (NO_ID.test(id)) return undefined;
    const { ledger, consents } = this.#dependencies;
    const own = await ledger.events(tenant, callEntity(id));
    const [group] = await this.#groups.of([{ tenant, call: id, events: own }]);
    const { callId, others, events } = group ?? { callId: id, others: [], events: own };
    const begin = beginOf(events);
    const row = begin === undefined ? await this.#row(tenant, id) : undefined;
    const startedAt = begin ?? row?.startedAt;
    if (startedAt === undefined) return undefined;
    const ids = [...new Set([...(row?.ids ?? []), callId, id, ...others])];
    const consent = consentIn(events) ?? (await consents.of(tenant, ids));
    return { tenant, callId: ids[0] ?? id, ids, startedAt, consent };
  }

  /** A call whose events are no longer kept. */
  async #row(
    tenant: string,
    id: string,
  ): Promise<{ readonly ids: readonly string[]; readonly startedAt: Millis } | undefined> {
    const [row] = await this.#dependencies.readers.rows(
      `SELECT call_id, provider_call_sid, started_at FROM calls
       WHERE tenant = $tenant AND (call_id = $id OR provider_call_sid = $id) ORDER BY call_id = $id DESC LIMIT 1`,
      { tenant, id },
    );
    if (row === undefined) return undefined;
    const ids = [row['call_id'], row['provider_call_sid']].filter((one) => typeof one === 'string');
    return { ids, startedAt: Number(row['started_at'] ?? 0) / 1_000 };
  }
}
