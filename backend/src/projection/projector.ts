import type { Logger } from 'pino';
import type { DataVersions } from './rows/data-versions.js';
import type { RowLimits } from './rows/expire-rows.js';
import type { Batch, RowReplacer } from './rows/replace-rows.js';
import type { FoldRules } from './fold/call.js';
import type { Event } from '../storage/ledger/event.js';
import { unfoldAppointment, unfoldPayment } from './fold/unfold-business.js';
import { unfoldCall } from './fold/unfold.js';
import { CallGroups } from '../storage/ledger/call-groups.js';
import { businessAmong, callEntity, callIdOf, entityOf, rowsAmong } from '../storage/ledger/entity.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import { LedgerUnavailable } from '../storage/ledger/ledger-error.js';
import type { Dirty } from '../storage/ledger/outbox.js';
import { within, type Tracer } from '../lib/telemetry/tracer.js';
import { DuckDbError } from '../storage/duckdb/duckdb-error.js';
import type { EntityRef } from '../storage/ledger/submission.js';
import { BackOff } from '../lib/background/back-off.js';
import { BackgroundTask } from '../lib/background/background-task.js';
import { systemTimer, type Timer } from '../lib/background/timer.js';
import { foldBatch, type Foldable } from './fold-batch.js';
import { toMicros, type Clock } from '../lib/time/units.js';

/** What changed, and the ids under which there is no row any more. */
interface Changed extends Foldable {
  readonly others: readonly string[];
  /** Absent for a call, which may have several. */
  readonly entity?: string;
}

interface Dependencies {
  readonly ledger: Ledger;
  readonly rows: RowReplacer;
  readonly versions: DataVersions;
  readonly rules: FoldRules;
  /** Reads events that were stored by earlier versions as today's rules have them. */
  readonly revise: (event: Event) => Event;
  readonly clock: Clock;
  readonly log: Logger;
  /** What is too old to be kept as a row, should it be folded anew. */
  readonly limits: () => RowLimits;
  /** Sees the events of what is being delivered; it is delivered again when this fails. */
  readonly onEvents?: (changed: readonly Foldable[]) => Promise<unknown>;
  /** Called when rows have been replaced. */
  readonly onDelivered?: () => void;
  /** Told of every fault. */
  readonly onFault?: (error: unknown) => void;
  readonly timer?: Timer;
  readonly tracer?: Tracer | undefined;
}

/** Entities in one transaction: larger ones are faster for each row, smaller ones are seen sooner. */
const MAX_IN_BATCH = 6_000;

/** Changes are gathered for so long before they are written: a call that begins, is answered and speaks is written once. */
const GATHER_MS = 250;

const MAX_RETRY_MS = 1_000;

/** Requests that one batch is linked to. */
const MAX_LINKS = 127;

/**
 * Brings DuckDB up to the ledger: takes the changed entities, folds each from all its events, replaces their rows, and
 * only then settles them. A crash at any point delivers again what was not settled, which changes nothing.
 *
 * A batch that fails is halved until the entity at fault stands alone; that one is set aside (and counted, and tried
 * again after a restart), so that it never blocks the others.
 */
export class Projector {
  readonly #dependencies: Dependencies;
  readonly #groups: CallGroups;
  readonly #failed = new Map<string, string>();
  readonly #task: BackgroundTask;
  #lastDeliveredAt = 0;
  #failing: string | undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#groups = new CallGroups(dependencies.ledger);
    this.#task = new BackgroundTask({
      step: () => this.#step(),
      onFailure: (error) => this.#noteFailure(error),
      gatherMs: GATHER_MS,
      backOff: new BackOff({ maxMs: MAX_RETRY_MS }),
      timer: dependencies.timer ?? systemTimer,
    });
    dependencies.ledger.onCommit(() => this.wake());
  }

  /** Why rows cannot be written at present, if so. */
  get failure(): string | undefined {
    return this.#failing;
  }

  /** Entities whose rows could not be written. */
  get failed(): number {
    return this.#failed.size;
  }

  /** Entities of a tenant whose rows could not be written. */
  failedOf(tenant: string): number {
    return [...this.#failed.keys()].filter((key) => key.startsWith(`${tenant}\u0000`)).length;
  }

  /** Epoch milliseconds of the last delivery. */
  get lastDeliveredAt(): number {
    return this.#lastDeliveredAt;
  }

  wake(): void {
    this.#task.wake();
  }

  /** Leaves the rows alone until `release`. */
  hold(): void {
    this.#task.hold();
  }

  release(): void {
    this.#task.release();
  }

  /** Runs something while no batch is in hand: none has read events, and not yet written their rows. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#task.between(work);
  }

  /** Resolves when the rows are up to date, but for entities that are set aside. Failures are waited out. */
  drain(): Promise<void> {
    return this.#task.drain();
  }

  /** The same, but resolves as well when a batch has failed. */
  attempt(): Promise<void> {
    return this.#task.attempt();
  }

  stop(): Promise<void> {
    return this.#task.stop();
  }

  /** Brings the rows of the oldest changes up to date. @returns whether a backlog is to be worked off */
  async #step(): Promise<boolean> {
    // A ledger that has failed is opened again first; that wakes this.
    if (this.#dependencies.ledger.failure !== undefined) return false;
    const batch = this.#dependencies.ledger
      .changed(MAX_IN_BATCH + this.#failed.size)
      .filter((dirty) => !this.#failed.has(keyOf(dirty)));
    if (batch.length === 0) return false;
    await this.#attempt(batch);
    // What came meanwhile is gathered again, unless there is a backlog.
    return batch.length >= MAX_IN_BATCH;
  }

  async #attempt(batch: readonly Dirty[]): Promise<void> {
    try {
      await this.#trace(batch, () => this.#deliver(batch));
      this.#failing = undefined;
    } catch (error) {
      await this.#recover(batch, error);
    }
  }

  /** A batch of changes is a part of the trace of the oldest request behind them, and is linked to the others. */
  async #trace(batch: readonly Dirty[], work: () => Promise<void>): Promise<void> {
    const { tracer, ledger } = this.#dependencies;
    const [parent, ...links] = tracer === undefined ? [] : ledger.traceParents.take(batch);
    if (parent === undefined) return work();
    const attributes = { 'callsight.entities': batch.length };
    return within(tracer, 'projection', { parent, links: links.slice(0, MAX_LINKS), attributes }, work);
  }

  /** @throws the error where the database or the ledger as a whole is at fault */
  async #recover(batch: readonly Dirty[], error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.#dependencies.onFault?.(error);
    if (error instanceof LedgerUnavailable || DuckDbError.of(error).fault === 'unavailable') throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      this.#failed.set(keyOf(only), reason);
      this.#dependencies.log.error(
        { err: error, entity: only.entity },
        'row cannot be written; the entity is tried again at the next start',
      );
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await this.#attempt(batch.slice(0, middle));
    await this.#attempt(batch.slice(middle));
  }

  #noteFailure(error: unknown): undefined {
    this.#failing = error instanceof Error ? error.message : String(error);
    const { pending } = this.#dependencies.ledger;
    this.#dependencies.log.error({ err: error, pending }, 'rows could not be written; writing will be retried');
  }

  /**
   * Those that can be folded. A call whose row is here and whose events are not gets events made from its row first; it is
   * dirty again with them, and comes with the next batch.
   */
  async #completed(changed: readonly Changed[]): Promise<readonly Changed[]> {
    const { ledger, rows } = this.#dependencies;
    const asked = changed.flatMap(({ tenant, callId, others }) =>
      callId === undefined ? [] : [callId, ...others].map((call_id) => ({ tenant, call_id })),
    );
    const found = await rows.events.calls(asked);
    const made = new Set<string>(await this.#unfoldBusiness(changed));
    for (const { call, turns } of found) {
      made.add(keyOf({ tenant: call.tenant, entity: callEntity(call.call_id) }));
      await ledger.submit({ tenant: call.tenant, events: unfoldCall(call, turns), extra: [] });
    }
    if (made.size === 0) return changed;
    await rows.events.markPresent({ calls: found.map(({ call }) => call), business: [] });
    this.#task.wake();
    return changed.filter((one) => entitiesOf(one).every((key) => !made.has(key)));
  }

  /** The same for appointments and payments. @returns keys of those that got their events */
  async #unfoldBusiness(changed: readonly Changed[]): Promise<string[]> {
    const { ledger, rows } = this.#dependencies;
    const entities = changed.flatMap(({ tenant, entity }) => (entity === undefined ? [] : [{ tenant, entity }]));
    const { appointments, payments } = await rows.events.business(businessAmong(entities));
    const made: EntityRef[] = [];
    const take = async (tenant: string, events: readonly Event[]): Promise<void> => {
      const [first] = events;
      if (first === undefined) return;
      made.push({ tenant, entity: entityOf(first) });
      await ledger.submit({ tenant, events, extra: [] });
    };
    for (const row of appointments) await take(row.tenant, unfoldAppointment(row));
    for (const row of payments) await take(row.tenant, unfoldPayment(row));
    if (made.length > 0) await rows.events.markPresent(rowsAmong(made));
    return made.map(keyOf);
  }

  /** The changed entities with all their events; the ids of one call are one. */
  async #changed(batch: readonly Dirty[]): Promise<Changed[]> {
    const { ledger } = this.#dependencies;
    const entities = await Promise.all(
      batch.map(async ({ tenant, entity }) => {
        const events = await ledger.events(tenant, entity);
        return { tenant, entity, call: callIdOf(entity), events };
      }),
    );
    const calls = entities.flatMap((one) => (one.call === undefined ? [] : [{ ...one, call: one.call }]));
    const groups = await this.#groups.of(calls);
    const rest = entities.filter(({ call }) => call === undefined);
    return [...groups, ...rest.map(({ tenant, entity, events }) => ({ tenant, entity, events, others: [] }))];
  }

  async #deliver(batch: readonly Dirty[]): Promise<void> {
    const { ledger, rows, versions, rules, revise, clock } = this.#dependencies;
    const complete = await this.#completed(await this.#changed(batch));
    const revised = complete.map((one) => ({ ...one, events: one.events.map(revise) }));
    const folded = withoutOld(await foldBatch(revised, toMicros(clock()), rules), this.#dependencies.limits());
    const removed = complete.flatMap(({ tenant, others }) => others.map((call_id) => ({ tenant, call_id })));
    versions.bump(await rows.replace({ ...folded, removed }));
    await this.#dependencies.onEvents?.(complete);
    const done = new Set(complete.flatMap(entitiesOf));
    await ledger.settle(
      batch.filter((dirty) => done.has(keyOf(dirty))),
      rows.lastChange,
    );
    this.#lastDeliveredAt = clock();
    this.#dependencies.onDelivered?.();
    if (ledger.pending > this.#failed.size) this.#task.wake();
  }
}

/** Keys of the entities that one is read by. */
function entitiesOf({ tenant, callId, others, entity }: Changed): string[] {
  if (callId === undefined) return entity === undefined ? [] : [keyOf({ tenant, entity })];
  return [callId, ...others].map((id) => keyOf({ tenant, entity: callEntity(id) }));
}

/** Old events are kept for longer than the rows, and may be folded again; turns that went stay away with them. */
function withoutOld(
  { calls, samples, ...others }: Omit<Batch, 'removed'>,
  { calls: oldCalls = 0, turns: oldTurns = 0, samples: oldSamples = 0 }: RowLimits,
): Omit<Batch, 'removed'> {
  return {
    ...others,
    calls: calls
      .filter(({ anchor }) => anchor >= oldCalls)
      .map((call) => (call.anchor >= oldTurns ? call : { ...call, turns: [] })),
    samples: samples.filter(({ anchor }) => anchor >= oldSamples),
  };
}

const keyOf = ({ tenant, entity }: EntityRef): string => `${tenant}\u0000${entity}`;
