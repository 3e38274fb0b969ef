import type { RecordingFetch } from '@callsight/contract/recordings';
import type { Logger } from 'pino';
import type { Turns } from '../../lib/scheduling/turns.js';
import { isoOf } from '../../lib/time/iso.js';
import type { Millis } from '../../lib/time/units.js';
import type { ReaderPool } from '../../storage/duckdb/reader.js';
import { callEntity } from '../../storage/ledger/entity.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { RecordStore } from '../records/record-store.js';
import type { Announcements } from './announcements.js';

/** Calls that are looked at together. */
const PAGE = 500;

/** Recordings that are counted as waiting; with more it says so many. */
const MAX_WAITING = 1_000_000;

interface Dependencies {
  readonly readers: Pick<ReaderPool, 'rows'>;
  readonly ledger: Ledger;
  readonly announcements: Announcements;
  readonly records: RecordStore;
  /** Whether recordings of any source of a tenant are fetched. */
  readonly fetchesAny: (tenant: string) => boolean;
  /** For work in the thread that takes events. */
  readonly turns: Turns;
  readonly log: Logger;
}

interface Range {
  readonly from: Millis;
  readonly to: Millis;
  /** Whether those are tried once more whose fetching was given up. */
  readonly again: boolean;
}

type Progress = Omit<RecordingFetch, 'waiting'>;

/**
 * Looks through calls that came before recordings were fetched, for what their providers announced. A tenant has one such look
 * at a time; it can be repeated, and what is known already is passed over.
 */
export class FetchPast {
  readonly #dependencies: Dependencies;
  readonly #progress = new Map<string, Progress>();
  readonly #running = new Map<string, Promise<void>>();
  #isStopping = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @returns whether it began, or why not: another look of the tenant goes on, or nothing of the tenant is fetched at all */
  begin(tenant: string, range: Range): 'begun' | 'busy' | 'off' {
    if (this.#running.has(tenant)) return 'busy';
    if (!this.#dependencies.fetchesAny(tenant)) return 'off';
    const progress: Progress = {
      from: isoOf(range.from),
      to: isoOf(range.to),
      state: 'looking',
      calls: 0,
      announced: 0,
    };
    this.#progress.set(tenant, progress);
    const work = this.#look(tenant, range)
      .then(() => this.#note(tenant, { state: 'done' }))
      .catch((error: unknown) => {
        this.#dependencies.log.warn({ err: error }, 'looking for recordings of past calls failed');
        this.#note(tenant, { state: 'failed' });
      })
      .finally(() => this.#running.delete(tenant));
    this.#running.set(tenant, work);
    return 'begun';
  }

  /** How far the last look of a tenant is. */
  async progress(tenant: string): Promise<RecordingFetch | undefined> {
    const progress = this.#progress.get(tenant);
    if (progress === undefined) return undefined;
    return { ...progress, waiting: await this.#dependencies.records.waiting('fetch', tenant, MAX_WAITING) };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#running.values());
  }

  #note(tenant: string, change: Partial<Progress>): void {
    const progress = this.#progress.get(tenant);
    if (progress !== undefined) this.#progress.set(tenant, { ...progress, ...change });
  }

  #count(tenant: string, found: number): void {
    const { calls = 0, announced = 0 } = this.#progress.get(tenant) ?? {};
    this.#note(tenant, { calls: calls + 1, announced: announced + found });
  }

  async #look(tenant: string, { from, to, again }: Range): Promise<void> {
    const { readers, ledger, announcements, turns } = this.#dependencies;
    let after = '';
    for (;;) {
      if (this.#isStopping) throw new Error('the service is stopping');
      const page = await readers.rows(
        `SELECT call_id, provider_call_sid FROM calls WHERE tenant = $tenant AND call_id > $after
           AND started_at >= ${from * 1_000} AND started_at < ${to * 1_000}
         ORDER BY call_id LIMIT ${PAGE}`,
        { tenant, after },
      );
      if (page.length === 0) return;
      for (const row of page) {
        await turns.next();
        const ids = [row['call_id'], row['provider_call_sid']].filter((one) => typeof one === 'string');
        const events = (await Promise.all(ids.map((id) => ledger.events(tenant, callEntity(id))))).flat();
        this.#count(tenant, events.length === 0 ? 0 : await announcements.note([{ tenant, events }], again));
        after = ids[0] ?? after;
      }
    }
  }
}
