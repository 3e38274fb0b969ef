/* eslint-disable max-lines -- one state machine: what is written, latched and reopened share every field */
import type { Event } from './event.js';
import { Acknowledged } from './acknowledged.js';
import { buildCommit, candidatesOf, entityKey, type Commit, type Known } from './commit.js';
import { entityOf } from './entity.js';
import { freeBytes } from '../kv/free-space.js';
import { HotCalls } from './hot-calls.js';
import { WriteGroups } from './write-groups.js';
import { META, partsOf } from '../kv/keys.js';
import { CHUNKS, DIRTY, ERASED, FIRST_CHUNK, IDENTITIES, TRAFFIC } from './ledger-keys.js';
import { LedgerBusy, LedgerLacksCommits, LedgerUnavailable } from './ledger-error.js';
import type { LedgerOptions } from './ledger-options.js';
import { outboxView } from './outbox-view.js';
import { Outbox, type Dirty } from './outbox.js';
import { openStore, writeAll, type Operation, type Store } from '../kv/store.js';
import type { EntityRef, Receipt, Submission } from './submission.js';
import type { TrafficTotals } from './traffic-totals.js';
import type { Span, Tracer } from '../../lib/telemetry/tracer.js';
import { TraceParents } from './trace-parents.js';
import { Distribution } from '../../lib/telemetry/distribution.js';
import type { Millis } from '../../lib/time/units.js';

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (reason: Error) => void;
}

interface Prepared {
  readonly group: readonly Waiting[];
  readonly known: Pick<Known, 'identities' | 'entities'>;
  readonly candidates: ReturnType<typeof candidatesOf>;
}

/** Events of one write. */
const EVENT_COUNTS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 4_096];

const NOTHING: ReadonlySet<string> = new Set();

interface Damage {
  reason: string | undefined;
}

const damageNoter =
  (damage: Damage) =>
  ({ message }: Error): void => {
    damage.reason ??= message;
  };

/** Whether a request is traced and sampled. */
const isTraced = (submission: Submission): submission is Submission & { readonly trace: string } =>
  submission.trace?.endsWith('1') === true;

/** A write serves many requests: it is a span of each that is traced. */
function spansOf(tracer: Tracer, group: readonly Waiting[]): Span[] {
  const traced = group.map(({ submission }) => submission).filter(isTraced);
  if (traced.length === 0) return [];
  const events = group.reduce((sum, { submission }) => sum + submission.events.length, 0);
  return traced.map((submission) =>
    tracer.start('ledger write', {
      parent: submission.trace,
      attributes: {
        'callsight.events': submission.events.length,
        'callsight.events_of_write': events,
        'callsight.requests_of_write': group.length,
      },
    }),
  );
}

const bringsData = ({ type, key }: Operation): boolean => type === 'put' && !META.includes(key);

/** Of the key of an erased entity, by what commits know it. */
function erasedOf(key: string): string {
  const [, tenant = '', entity = ''] = partsOf(key);
  return entityKey(tenant, entity);
}

const rowsWritten = (change: number): Operation => ({ type: 'put', key: META.of('rows'), value: String(change) });

/**
 * The durable record of what was accepted.
 *
 * Requests wait in a queue. Whenever the disk is free, all that wait become one group: one batch, one sync, then every
 * request of the group is acknowledged. While one group is being synced the next one is looked up (which of its events
 * are known already), so that the disk is never idle; the group in flight counts as known.
 *
 * A write that fails latches the ledger: nothing is accepted until `reopen` has closed the store and replayed its log,
 * because after a failed sync nobody knows what is on disk, and a second sync may lie about it.
 */
export class Ledger {
  /** Time of each synced write, and the events that came with it. */
  readonly writeSeconds = new Distribution();
  readonly eventsOfWrite = new Distribution(EVENT_COUNTS);
  /** Set where tracing is configured. */
  tracer: Tracer | undefined;
  /** Requests whose changes are no rows yet. */
  readonly traceParents = new TraceParents();
  readonly #options: LedgerOptions;
  readonly #outbox = new Outbox();
  readonly #groups = new WriteGroups();
  readonly #erased = new Set<string>();
  readonly #traffic = new Map<string, TrafficTotals>();
  readonly #acknowledged: Acknowledged;
  readonly #damage: Damage;
  #store: Store;
  #hot: HotCalls;
  #queue: Waiting[] = [];
  #waitingEvents = 0;
  #version = 0;
  #running: Promise<void> | undefined;
  #failure: LedgerUnavailable | undefined;
  #shortage: LedgerUnavailable | undefined;
  #listener: () => void = () => undefined;

  private constructor(store: Store, acknowledged: Acknowledged, damage: Damage, options: LedgerOptions) {
    this.#store = store;
    this.#acknowledged = acknowledged;
    this.#damage = damage;
    this.#options = options;
    this.#hot = new HotCalls(options.hotEvents);
  }

  /** @throws LedgerLacksCommits when commits are missing that were acknowledged */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const damage: Damage = { reason: undefined };
    const store = await openStore(options.folder, damageNoter(damage));
    const acknowledged = new Acknowledged(options.acknowledgedFile);
    const ledger = new Ledger(store, acknowledged, damage, options);
    try {
      await ledger.#load();
    } catch (error) {
      await ledger.close();
      throw error;
    }
    return ledger;
  }

  get store(): Store {
    return this.#store;
  }

  /** The failure that latched the ledger, or that it is closing. */
  get failure(): LedgerUnavailable | undefined {
    return this.#failure;
  }

  /** Why events are not accepted at present: a latched failure, or a disk that is too full. */
  get obstacle(): LedgerUnavailable | undefined {
    return this.#failure ?? this.#shortage;
  }

  /** Why what the ledger holds can no longer be trusted: a value was read that is not as it was written. */
  get damage(): string | undefined {
    return this.#damage.reason;
  }

  /** Bytes that are free on the disk, and below which nothing is accepted. */
  async space(): Promise<{ readonly free: number; readonly required: number }> {
    return { free: await freeBytes(this.#options.folder), required: this.#options.minFreeBytes };
  }

  /** Looks how much space there is; events are accepted again as soon as there is enough. */
  async checkSpace(): Promise<boolean> {
    const { free, required } = await this.space();
    const message = `only ${free} bytes are free on the disk; at least ${required} are required`;
    this.#shortage = free >= required ? undefined : new LedgerUnavailable('storage_full', message);
    return this.#shortage === undefined;
  }

  /** Changed entities that are not delivered yet. */
  get pending(): number {
    return this.#outbox.size;
  }

  /** Milliseconds since the oldest of them changed, or since it was read at the start. */
  get pendingForMs(): number {
    return this.#outbox.age;
  }

  /** How many events each tenant sent so far; exactly what is on disk. */
  get traffic(): ReadonlyMap<string, TrafficTotals> {
    return new Map(this.#traffic);
  }

  /** Events of a tenant that wait for the disk. */
  waitingOf(tenant: string): number {
    return this.#queue
      .filter(({ submission }) => submission.tenant === tenant)
      .reduce((sum, { submission }) => sum + submission.events.length, 0);
  }

  /** Events that wait for the disk. */
  get waiting(): number {
    return this.#waitingEvents;
  }

  /** Calls back after each commit that changed something. */
  onCommit(listener: () => void): void {
    this.#listener = listener;
  }

  /** Resolves when all of it is on disk; rejects when it cannot be, and then none of it counts. */
  submit(submission: Submission): Promise<Receipt> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const brings = submission.events.length > 0;
    if (brings && this.#waitingEvents > this.#options.maxWaiting) return Promise.reject(new LedgerBusy());
    return new Promise((resolve, reject) => {
      this.#queue.push({ submission, resolve, reject });
      this.#waitingEvents += submission.events.length;
      this.#running ??= this.#run();
    });
  }

  /** All events of one entity, the first of them the one that was accepted first; the others in no particular order. */
  async events(tenant: string, entity: string): Promise<readonly Event[]> {
    const hot = this.#hot.events(entityKey(tenant, entity));
    if (hot !== undefined) return hot;
    const chunks = await this.#store.values(CHUNKS.under(tenant, entity)).all();
    return chunks.flatMap((chunk) => JSON.parse(chunk) as Event[]);
  }

  /** The oldest changed entities, at most so many. */
  changed(most: number): Dirty[] {
    return this.#outbox.peek(most);
  }

  /**
   * Takes delivered entities out of the outbox, those that changed again meanwhile excepted.
   * @param change number of the last change that the database has made durable
   */
  async settle(delivered: readonly Dirty[], change: number): Promise<void> {
    await this.submit({ tenant: '', events: [], extra: [rowsWritten(change)], acknowledged: delivered });
  }

  /** Number of the last change that the database had made durable when it was noted here. */
  async rowsWritten(): Promise<number> {
    return Number((await this.#store.get(META.of('rows'))) ?? 0);
  }

  /** Notes a change of the database that a database which lacks it must not be taken for sound. */
  async noteRowsWritten(change: number): Promise<void> {
    await this.submit({ tenant: '', events: [], extra: [rowsWritten(change)] });
  }

  /** Whether the database has rows that cannot be folded anew, because their events are not here. */
  async hasEventlessRows(): Promise<boolean> {
    return (await this.#store.get(META.of('eventless'))) !== undefined;
  }

  async noteEventlessRows(): Promise<void> {
    if (await this.hasEventlessRows()) return;
    await this.submit({ tenant: '', events: [], extra: [{ type: 'put', key: META.of('eventless'), value: 'true' }] });
  }

  /** Marks entities as changed, so that they are folded and delivered anew. */
  async markDirty(entities: readonly EntityRef[]): Promise<void> {
    await this.submit({ tenant: '', events: [], extra: [], markedDirty: entities });
  }

  /** Takes entities out of memory whose events are about to be deleted from the disk. */
  evict(entities: readonly EntityRef[]): void {
    for (const { tenant, entity } of entities) this.#hot.delete(entityKey(tenant, entity));
  }

  /**
   * Deletes the events of entities, also those that come later; that they had been accepted stays known.
   * @param now epoch milliseconds
   */
  async erase(entities: readonly EntityRef[], now: Millis): Promise<void> {
    // Whatever is built from now on drops their events; what was built before is on disk when this has been written.
    for (const { tenant, entity } of entities) this.#erased.add(entityKey(tenant, entity));
    const value = new Date(now).toISOString();
    const extra = entities.map(({ tenant, entity }): Operation => ({
      type: 'put',
      key: ERASED.of(tenant, entity),
      value,
    }));
    await this.submit({ tenant: '', events: [], extra });
    await this.#deleteEvents(entities);
  }

  /** Whether an entity was erased, so that nothing of it is kept any more. */
  isErased(tenant: string, entity: string): boolean {
    return this.#erased.has(entityKey(tenant, entity));
  }

  /** Forgets which entities were erased before a time; epoch milliseconds. */
  async expireErased(before: number): Promise<void> {
    const extra: Operation[] = [];
    for await (const [key, value] of this.#store.iterator(ERASED.under())) {
      if (Date.parse(value) < before) extra.push({ type: 'del', key });
    }
    await this.submit({ tenant: '', events: [], extra });
    for (const { key } of extra) this.#erased.delete(erasedOf(key));
  }

  /** All changed entities that are not delivered yet, of one tenant. */
  changedOf(tenant: string): Dirty[] {
    return this.#outbox.peek(Infinity).filter((dirty) => dirty.tenant === tenant);
  }

  async #deleteEvents(entities: readonly EntityRef[]): Promise<void> {
    const chunks = await Promise.all(
      entities.map(({ tenant, entity }) => this.#store.keys(CHUNKS.under(tenant, entity)).all()),
    );
    const extra = chunks.flat().map((key): Operation => ({ type: 'del', key }));
    await this.submit({ tenant: '', events: [], extra });
    this.evict(entities);
  }

  /** Closes the store and opens it again, which replays its log: the way out of a failure. */
  async reopen(): Promise<void> {
    await this.#running;
    await this.#store.close();
    this.#store = await openStore(this.#options.folder, damageNoter(this.#damage));
    this.#hot = new HotCalls(this.#options.hotEvents);
    await this.#load();
    this.#failure = undefined;
    this.#listener();
  }

  async close(): Promise<void> {
    this.#failure ??= new LedgerUnavailable('closing', 'the service is stopping; send again in a moment');
    await this.#running;
    await this.#store.close();
    this.#acknowledged.close();
  }

  async #load(): Promise<void> {
    const stored = Number((await this.#store.get(META.of('version'))) ?? 0);
    if (!(stored >= this.#acknowledged.version)) throw new LedgerLacksCommits(stored, this.#acknowledged.version);
    this.#version = Math.max(this.#version, stored);
    for await (const [key, value] of this.#store.iterator(TRAFFIC.under()))
      this.#traffic.set(partsOf(key)[1] ?? '', JSON.parse(value) as TrafficTotals);
    for await (const key of this.#store.keys(ERASED.under())) this.#erased.add(erasedOf(key));
    for await (const key of this.#store.keys(DIRTY.under())) {
      const [, tenant, entity] = partsOf(key);
      if (tenant !== undefined && entity !== undefined) this.#outbox.mark({ tenant, entity, version: this.#version });
    }
  }

  #nextVersion(): number {
    this.#version += 1;
    return this.#version;
  }

  #takeGroup(): Waiting[] {
    const group = this.#groups.take(this.#queue);
    this.#waitingEvents -= group.reduce((sum, { submission }) => sum + submission.events.length, 0);
    return group;
  }

  async #run(): Promise<void> {
    let writing: Promise<boolean> = Promise.resolve(true);
    let inFlight: Commit | undefined;
    while (this.#queue.length > 0) {
      const group = this.#takeGroup();
      try {
        const prepared = await this.#prepare(group);
        const commit = this.#build(prepared, inFlight);
        // What a failed write held is not known, so that whoever repeated it must not hear "duplicate".
        inFlight = (await writing) ? commit : this.#build(prepared, undefined);
        writing = this.#write(group, inFlight);
      } catch (error) {
        this.#fail(group, error);
      }
      if (this.#queue.length === 0) await writing;
    }
    this.#running = undefined;
  }

  async #prepare(group: readonly Waiting[]): Promise<Prepared> {
    const candidates = candidatesOf(group.map(({ submission }) => submission));
    const identities = candidates.map(({ identity }) => identity);
    const entities = new Set<string>();
    const hot = new Set<string>();
    for (const { tenant, event } of candidates) {
      const entity = entityOf(event);
      const first = CHUNKS.of(tenant, entity, FIRST_CHUNK);
      if (this.#hot.has(entityKey(tenant, entity))) hot.add(first);
      else entities.add(first);
    }
    const asked = [...identities, ...entities];
    const answers = asked.length === 0 ? [] : await this.#store.hasMany(asked);
    const found = asked.filter((_, index) => answers[index]);
    return {
      group,
      candidates,
      known: {
        identities: new Set(found.filter((key) => IDENTITIES.includes(key))),
        entities: new Set([...hot, ...found.filter((key) => CHUNKS.includes(key))]),
      },
    };
  }

  #build({ group, candidates, known }: Prepared, inFlight: Commit | undefined): Commit {
    const submissions = group.map(({ submission }) => submission);
    const entities = new Set(known.entities);
    for (const { tenant, entity } of inFlight?.additions ?? []) entities.add(CHUNKS.of(tenant, entity, FIRST_CHUNK));
    const identities = new Set([...known.identities, ...(inFlight?.identities ?? NOTHING)]);
    return buildCommit(
      submissions,
      candidates,
      {
        identities,
        entities,
        erased: this.#erased,
        traffic: (tenant) => inFlight?.traffic.get(tenant) ?? this.#traffic.get(tenant),
      },
      outboxView(this.#outbox, inFlight),
      this.#nextVersion(),
    );
  }

  /** @returns whether it is on disk; those who wait are informed either way */
  async #write(group: readonly Waiting[], commit: Commit): Promise<boolean> {
    const spans = this.tracer === undefined ? [] : spansOf(this.tracer, group);
    try {
      if (this.#failure !== undefined) throw this.#failure;
      if (commit.operations.length > 0) {
        // What only takes keys away, and notes about that, is carried out on a full disk as well.
        if (commit.operations.some(bringsData)) await this.#requireSpace();
        const begin = performance.now();
        await this.#sync(commit.operations);
        this.writeSeconds.note((performance.now() - begin) / 1_000);
        this.eventsOfWrite.note(group.reduce((sum, { submission }) => sum + submission.events.length, 0));
      }
    } catch (error) {
      for (const span of spans) span.fail(error instanceof LedgerUnavailable ? error.code : 'error');
      this.#fail(group, error);
      return false;
    } finally {
      for (const span of spans) span.end();
    }
    this.#remember(commit);
    if (spans.length > 0) this.#followTraces(group);
    group.forEach(({ resolve }, index) => resolve(commit.receipts[index] ?? { accepted: 0, duplicates: 0 }));
    if (commit.dirty.length > 0) this.#listener();
    return true;
  }

  async #requireSpace(): Promise<void> {
    await this.checkSpace();
    if (this.#shortage !== undefined) throw this.#shortage;
  }

  async #sync(operations: readonly Operation[]): Promise<void> {
    // Of several commits that are being made the number may be that of a later one; then no acknowledgement lacks it.
    const version = this.#version;
    try {
      await writeAll(this.#store, [...operations, { type: 'put', key: META.of('version'), value: String(version) }], {
        sync: true,
      });
      this.#acknowledged.note(version);
    } catch (error) {
      this.#failure = new LedgerUnavailable(
        'storage_failed',
        'the disk refused a write; nothing is accepted until the store has been reopened',
      );
      this.#failure.cause = error;
      throw this.#failure;
    }
  }

  /** An entity whose first chunk is new is in memory with all its events from now on. */
  #remember({ additions, dirty, acknowledged, traffic }: Commit): void {
    for (const [tenant, totals] of traffic) this.#traffic.set(tenant, totals);
    this.#outbox.settle(acknowledged);
    for (const { tenant, entity, events, isFirst } of additions) {
      const key = entityKey(tenant, entity);
      if (isFirst) this.#hot.set(key, events);
      else this.#hot.add(key, events);
    }
    for (const entry of dirty) this.#outbox.mark(entry);
  }

  /** Notes which requests the rows of the changed entities belong to. */
  #followTraces(group: readonly Waiting[]): void {
    for (const { submission } of group) {
      if (!isTraced(submission)) continue;
      for (const event of submission.events)
        this.traceParents.note({ tenant: submission.tenant, entity: entityOf(event) }, submission.trace);
    }
  }

  #fail(group: readonly Waiting[], error: unknown): void {
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const { reject } of group) reject(reason);
  }
}
