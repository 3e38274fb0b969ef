import type { Event } from './event.js';
import { entityOf } from './entity.js';
import { FIRST_CHUNK, keys } from '../kv/keys.js';
import { linkOperations } from './links.js';
import type { Dirty } from './outbox.js';
import type { Operation } from '../kv/store.js';
import type { Receipt, Submission } from './submission.js';
import { totalsWith, type TrafficTotals } from './traffic-totals.js';

/** New events of one entity in one commit. */
interface Addition {
  readonly tenant: string;
  readonly entity: string;
  readonly events: Event[];
  /** Whether the entity had no events before. */
  readonly isFirst: boolean;
}

interface Candidate {
  readonly submission: number;
  readonly tenant: string;
  readonly event: Event;
  readonly identity: string;
}

/** Everything that one synced write makes durable, and what it means for those who asked. */
export interface Commit {
  readonly operations: Operation[];
  readonly additions: readonly Addition[];
  /** Entities that this commit changes. */
  readonly dirty: readonly Dirty[];
  /** Entities whose dirty key this commit takes away. */
  readonly acknowledged: readonly Dirty[];
  readonly receipts: readonly Receipt[];
  readonly identities: ReadonlySet<string>;
  /** Totals of the tenants whose traffic it changes, with it. */
  readonly traffic: ReadonlyMap<string, TrafficTotals>;
}

/** What the store knew of a commit's keys before it. */
export interface Known {
  /** Identity keys that were accepted before. */
  readonly identities: ReadonlySet<string>;
  /** First-chunk keys of entities that have events already. */
  readonly entities: ReadonlySet<string>;
  /** Entities that were erased, by `entityKey`: their events count as accepted, and nothing of them is kept. */
  readonly erased: ReadonlySet<string>;
  /** Totals of a tenant's traffic. */
  readonly traffic: (tenant: string) => TrafficTotals | undefined;
}

/** What the outbox holds when a commit is written: what is in memory, and what the commit in flight does to it. */
export interface OutboxView {
  isCurrent(dirty: Dirty): boolean;
  /** Whether the dirty key of an entity is on disk, and stays there. */
  isMarked(tenant: string, entity: string): boolean;
}

export function candidatesOf(submissions: readonly Submission[]): Candidate[] {
  return submissions.flatMap(({ tenant, events }, submission) =>
    events.map((event) => ({ submission, tenant, event, identity: keys.identity(tenant, event.source, event.id) })),
  );
}

export const entityKey = (tenant: string, entity: string): string => `${tenant}\u0000${entity}`;

/** Keeps the first of each identity, in the order of arrival. */
function firstOfEach(candidates: readonly Candidate[], known: ReadonlySet<string>): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ identity }) => {
    if (known.has(identity) || seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

function additionsOf(fresh: readonly Candidate[], known: ReadonlySet<string>): Addition[] {
  const additions = new Map<string, Addition>();
  for (const { tenant, event } of fresh) {
    const entity = entityOf(event);
    const key = entityKey(tenant, entity);
    const addition = additions.get(key);
    if (addition !== undefined) {
      addition.events.push(event);
      continue;
    }
    const isFirst = !known.has(keys.chunk(tenant, entity, FIRST_CHUNK));
    additions.set(key, { tenant, entity, events: [event], isFirst });
  }
  return [...additions.values()];
}

function receiptsOf(submissions: readonly Submission[], fresh: readonly Candidate[]): Receipt[] {
  const accepted = submissions.map(() => 0);
  for (const { submission } of fresh) accepted[submission] = (accepted[submission] ?? 0) + 1;
  return submissions.map(({ events }, index) => {
    const count = accepted[index] ?? 0;
    return { accepted: count, duplicates: events.length - count };
  });
}

/** Entities that a commit changes: those that gain events, and those that were asked to be done again. */
function changedEntities(additions: readonly Addition[], submissions: readonly Submission[], version: number): Dirty[] {
  const changed = additions.map(({ tenant, entity }) => ({ tenant, entity, version }));
  const marked = submissions.flatMap(({ markedDirty: refs = [] }) =>
    refs.map(({ tenant, entity }) => ({ tenant, entity, version })),
  );
  return [...changed, ...marked];
}

/**
 * Builds one commit: the identities and chunks of what is new, and the dirty keys that come and go. Pure: which events are
 * new is decided by what the store knew, then by the order of arrival. Dirty keys are only ever written here, so that one
 * that is taken away and one that is set never overtake each other.
 * @param version number of this commit, higher than any before
 */
export function buildCommit(
  submissions: readonly Submission[],
  candidates: readonly Candidate[],
  known: Known,
  outbox: OutboxView,
  version: number,
): Commit {
  const fresh = firstOfEach(candidates, known.identities);
  const isErased = ({ tenant, event }: Candidate): boolean => known.erased.has(entityKey(tenant, entityOf(event)));
  const kept = known.erased.size === 0 ? fresh : fresh.filter((candidate) => !isErased(candidate));
  const additions = additionsOf(kept, known.entities);
  const dirty = changedEntities(additions, submissions, version);
  const acknowledged = submissions.flatMap(({ acknowledged: delivered = [] }) =>
    delivered.filter((entry) => outbox.isCurrent(entry)),
  );
  const operations: Operation[] = submissions.flatMap(({ extra }) => [...extra]);
  const taken = new Set<string>();
  for (const { tenant, entity } of acknowledged) {
    taken.add(entityKey(tenant, entity));
    operations.push({ type: 'del', key: keys.dirty(tenant, entity) });
  }
  for (const { identity } of fresh) operations.push({ type: 'put', key: identity, value: '' });
  for (const { tenant, entity, events, isFirst } of additions) {
    const key = keys.chunk(tenant, entity, isFirst ? FIRST_CHUNK : version.toString(36));
    operations.push({ type: 'put', key, value: JSON.stringify(events) });
    for (const event of events) operations.push(...linkOperations(tenant, event));
  }
  for (const { tenant, entity } of dirty) {
    if (outbox.isMarked(tenant, entity) && !taken.has(entityKey(tenant, entity))) continue;
    operations.push({ type: 'put', key: keys.dirty(tenant, entity), value: '' });
  }
  const identities = new Set(fresh.map(({ identity }) => identity));
  const receipts = receiptsOf(submissions, fresh);
  const traffic = totalsWith(submissions, receipts, known.traffic);
  for (const [tenant, totals] of traffic)
    operations.push({ type: 'put', key: keys.traffic(tenant), value: JSON.stringify(totals) });
  return { operations, additions, dirty, acknowledged, receipts, identities, traffic };
}
