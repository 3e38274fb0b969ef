import type { AuditEntry, AuditList } from '@callsight/contract/audit';
import type { Logger } from 'pino';
import { key, under } from '../storage/kv/keys.js';
import type { Sequence } from '../storage/kv/sequence.js';
import { writeAll, type Operation, type Store } from '../storage/kv/store.js';
import type { Clock } from '../lib/time/units.js';

/** What may be asked for; times are epoch milliseconds, half-open. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
  /** Id of the last entry of the page before. */
  readonly cursor?: string | undefined;
}

interface Dependencies {
  readonly store: () => Store;
  readonly sequence: Sequence;
  /** Epoch milliseconds. */
  readonly clock: Clock;
  readonly log: Logger;
}

/** Most entries that one request looks through; a page says where the next one goes on. */
const MAX_LOOKED_AT = 20_000;

/** What people and programs with a key have done, by tenant: who, when, what, to what. Durable before it is answered. */
export class AuditLog {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @param entry without anything personal: ids, never numbers or addresses */
  async record(tenant: string, entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void> {
    const { store, sequence, clock, log } = this.#dependencies;
    const id = sequence.next();
    const full: AuditEntry = { id, at: new Date(clock()).toISOString(), ...entry };
    await store().put(key('u', tenant, id), JSON.stringify(full), { sync: true });
    log.info({ audit: entry.action, tenant, actor: entry.actor, target: entry.target }, 'audit entry recorded');
  }

  /** The latest first. @returns entries that fit, and where the next page goes on; it may be empty */
  async list(tenant: string, filter: AuditFilter): Promise<AuditList> {
    const { from = 0, limit, cursor } = filter;
    const range = under('u', tenant);
    const lt = cursor === undefined ? range.lt : key('u', tenant, cursor);
    const entries: AuditEntry[] = [];
    let lookedAt = 0;
    for await (const value of this.#dependencies.store().values({ gt: range.gt, lt, reverse: true })) {
      const entry = JSON.parse(value) as AuditEntry;
      if (Date.parse(entry.at) < from) break;
      lookedAt += 1;
      if (fits(entry, filter)) entries.push(entry);
      if (entries.length === limit || lookedAt === MAX_LOOKED_AT) return { entries, next_cursor: entry.id };
    }
    return { entries, next_cursor: null };
  }

  /** Drops what was recorded before a time; epoch milliseconds. @returns how many */
  async expire(before: number): Promise<number> {
    const old: Operation[] = [];
    for await (const [entry, value] of this.#dependencies.store().iterator(under('u')))
      if (Date.parse((JSON.parse(value) as AuditEntry).at) < before) old.push({ type: 'del', key: entry });
    await writeAll(this.#dependencies.store(), old, { sync: false });
    return old.length;
  }
}

/** Whether an entry is asked for; `definition` stands for `definition.created`, `definition.changed` and so on. */
const fits = (entry: AuditEntry, { actor, action, to = Infinity }: AuditFilter): boolean =>
  Date.parse(entry.at) < to &&
  (actor === undefined || entry.actor === actor) &&
  (action === undefined || entry.action === action || entry.action.startsWith(`${action}.`));
