import { compareEvents, type Event } from '../events/event.js';
import { becomesRow, entityOf } from './entity.js';
import { FIRST_CHUNK, keys } from './keys.js';
import type { Dirty } from './outbox.js';
import type { Operation } from './store.js';
import type { Receipt, Submission } from './submission.js';

/** New events of one entity in one commit. */
export interface Addition {
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
  readonly additions: Addition[];
  readonly dirty: Dirty[];
  readonly receipts: Receipt[];
  readonly identities: ReadonlySet<string>;
}

/** What the store knew of a commit's keys before it. */
export interface Known {
  /** Identity keys that were accepted before. */
  readonly identities: ReadonlySet<string>;
  /** First-chunk keys of entities that have events already. */
  readonly entities: ReadonlySet<string>;
}

export function candidatesOf(submissions: readonly Submission[]): Candidate[] {
  return submissions.flatMap(({ tenant, events }, submission) =>
    events.map((event) => ({ submission, tenant, event, identity: keys.identity(tenant, event.source, event.id) })),
  );
}

const entityKey = (tenant: string, entity: string): string => `${tenant}\u0000${entity}`;

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

/**
 * Builds one commit: the identities and chunks of what is new, and a dirty key for each entity that becomes a row.
 * Pure: which events are new is decided by what the store knew, then by the order of arrival.
 * @param version number of this commit, higher than any before
 */
export function buildCommit(
  submissions: readonly Submission[],
  candidates: readonly Candidate[],
  known: Known,
  version: number,
): Commit {
  const fresh = firstOfEach(candidates, known.identities);
  const additions = additionsOf(fresh, known.entities);
  const operations: Operation[] = submissions.flatMap(({ extra }) => [...extra]);
  const dirty: Dirty[] = [];
  for (const { identity } of fresh) operations.push({ type: 'put', key: identity, value: '' });
  for (const { tenant, entity, events, isFirst } of additions) {
    const key = keys.chunk(tenant, entity, isFirst ? FIRST_CHUNK : version.toString(36));
    operations.push({ type: 'put', key, value: JSON.stringify(events.sort(compareEvents)) });
    if (!becomesRow(entity)) continue;
    dirty.push({ tenant, entity, version });
    operations.push({ type: 'put', key: keys.dirty(tenant, entity), value: String(version) });
  }
  return {
    operations,
    additions,
    dirty,
    receipts: receiptsOf(submissions, fresh),
    identities: new Set(fresh.map(({ identity }) => identity)),
  };
}
