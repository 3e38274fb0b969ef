import { KeyKind } from '../kv/keys.js';

/** Nothing: this event has been accepted. The de-duplication. */
export const IDENTITIES = new KeyKind<[tenant: string, source: string, id: string]>('i');

/** The events that one commit added to an entity, as JSON. */
export const CHUNKS = new KeyKind<[tenant: string, entity: string, chunk: string]>('x');

/** Name of the chunk with which an entity begins. */
export const FIRST_CHUNK = '0';

/** Nothing: the entity has changed since its rows were written. The outbox. */
export const DIRTY = new KeyKind<[tenant: string, entity: string]>('d');

/** When an entity was erased: later events of it are dropped. */
export const ERASED = new KeyKind<[tenant: string, entity: string]>('e');

/** Nothing: other calls say that they are this one, too. */
export const LINKED = new KeyKind<[tenant: string, call: string]>('l');

/** Nothing: the other call says that it is this one. */
export const LINKS = new KeyKind<[tenant: string, call: string, other: string]>('l');

/** How many events were accepted, repeated and refused so far, as JSON. */
export const TRAFFIC = new KeyKind<[tenant: string]>('t');
