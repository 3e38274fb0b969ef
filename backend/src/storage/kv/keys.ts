/**
 * Key space of the ledger. Parts are joined by NUL, which no identifier may hold, so that a prefix ends where a part ends.
 *
 *   i · tenant · source · id            → nothing: this event has been accepted (the de-duplication)
 *   x · tenant · entity · chunk         → the events that one commit added to an entity; the first chunk is `0`
 *   d · tenant · entity                 → nothing: changed and not delivered yet (the outbox)
 *   e · tenant · entity                 → when it was erased: what is still told of it is dropped
 *   q · tenant · id                     → a quarantined event and why
 *   w · tenant · provider · id          → a webhook delivery: what is told of it in lists
 *   b · tenant · provider · id          → its payload, and what was looked up for it
 *   v · tenant · provider · id          → its payload as it came, where that is kept for a short time
 *   p · tenant · provider · id          → a delivery that is still to be mapped
 *   a · tenant · provider · id          → a delivery that waits for what is to be looked up
 *   s · tenant · connection · subject   → what has been told of a thing that deliveries are about
 *   r · tenant · provider · id          → a delivery that was refused, and why
 *   l · tenant · call                   → nothing: other calls say that they are this one, too
 *   l · tenant · call · other           → nothing: the other one that says so
 *   k · id                              → an API key (hashed)
 *   t · tenant                          → how many events were accepted, repeated and refused so far
 *   m · name                            → settings of the store itself
 *   c, f, o, n                          → what tenants have defined, and its versions (`definitions`)
 *   u                                   → the audit log (`access`)
 */
const SEPARATOR = '\u0000';
/** Sorts behind every key that begins with the same parts. */
const END = '\u0001';

export const FIRST_CHUNK = '0';

const join = (...parts: string[]): string => parts.join(SEPARATOR);

/** A key of a room that owns the prefix. */
export const key = (prefix: 'c' | 'f' | 'o' | 'n' | 'u', ...parts: string[]): string => join(prefix, ...parts);

export const keys = {
  identity: (tenant: string, source: string, id: string): string => join('i', tenant, source, id),
  chunk: (tenant: string, entity: string, chunk: string): string => join('x', tenant, entity, chunk),
  erased: (tenant: string, entity: string): string => join('e', tenant, entity),
  dirty: (tenant: string, entity: string): string => join('d', tenant, entity),
  quarantine: (tenant: string, id: string): string => join('q', tenant, id),
  delivery: (tenant: string, provider: string, id: string): string => join('w', tenant, provider, id),
  body: (tenant: string, provider: string, id: string): string => join('b', tenant, provider, id),
  raw: (tenant: string, provider: string, id: string): string => join('v', tenant, provider, id),
  awaiting: (tenant: string, provider: string, id: string): string => join('a', tenant, provider, id),
  reported: (tenant: string, connection: string, subject: string): string => join('s', tenant, connection, subject),
  refused: (tenant: string, provider: string, id: string): string => join('r', tenant, provider, id),
  linked: (tenant: string, call: string): string => join('l', tenant, call),
  link: (tenant: string, call: string, other: string): string => join('l', tenant, call, other),
  pending: (tenant: string, provider: string, id: string): string => join('p', tenant, provider, id),
  apiKey: (id: string): string => join('k', id),
  traffic: (tenant: string): string => join('t', tenant),
  meta: (name: string): string => join('m', name),
};

/** The range of all keys that begin with these parts. */
export function under(...parts: string[]): { gt: string; lt: string } {
  return { gt: join(...parts, ''), lt: join(...parts) + END };
}

export const partsOf = (key: string): string[] => key.split(SEPARATOR);
