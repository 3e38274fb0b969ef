import { entityKey, type Commit, type OutboxView } from './commit.js';
import type { Outbox } from './outbox.js';

/** The outbox as it will be once the commit in flight is written, which is when the next one is. */
export function outboxView(outbox: Outbox, inFlight: Commit | undefined): OutboxView {
  const changing = new Set(inFlight?.dirty.map(({ tenant, entity }) => entityKey(tenant, entity)));
  const leaving = new Set(inFlight?.acknowledged.map(({ tenant, entity }) => entityKey(tenant, entity)));
  return {
    isCurrent: (dirty) => outbox.isCurrent(dirty) && !changing.has(entityKey(dirty.tenant, dirty.entity)),
    isMarked: (tenant, entity) => {
      const key = entityKey(tenant, entity);
      return changing.has(key) || (outbox.has(tenant, entity) && !leaving.has(key));
    },
  };
}
