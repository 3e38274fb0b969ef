import type { Event } from './event.js';
import { keys, partsOf, under } from '../kv/keys.js';
import type { Operation, Store } from '../kv/store.js';

/** Id under which the telephony provider knows the call of an event, where the event says it. */
export function providerCallOf({ type, subject, data }: Event): string | undefined {
  const sid = type === 'call.started' ? data.provider_call_sid : undefined;
  return sid === subject ? undefined : sid;
}

/** The writes that link two ids of one call, from either of which the other is found. Writing them again changes nothing. */
export function callLink(tenant: string, providerCall: string, call: string): Operation[] {
  return [
    { type: 'put', key: keys.linked(tenant, providerCall), value: '' },
    { type: 'put', key: keys.link(tenant, providerCall, call), value: '' },
  ];
}

export function linkOperations(tenant: string, event: Event): Operation[] {
  const providerCall = providerCallOf(event);
  return providerCall === undefined || event.subject === undefined ? [] : callLink(tenant, providerCall, event.subject);
}

/** Calls that say that a telephony provider's call is they, in the order of their ids. */
export async function callsLinkedTo(store: Store, tenant: string, providerCall: string): Promise<string[]> {
  const links = await store.keys(under('l', tenant, providerCall)).all();
  return links.map((key) => partsOf(key)[3] ?? '');
}

/** Those of some calls that others say they are, too. */
export async function linkedAmong(
  store: Store,
  calls: readonly { readonly tenant: string; readonly call: string }[],
): Promise<boolean[]> {
  return store.hasMany(calls.map(({ tenant, call }) => keys.linked(tenant, call)));
}

/** Whether there is any link at all. */
export async function hasLinks(store: Store): Promise<boolean> {
  return (await store.keys({ ...under('l'), limit: 1 }).all()).length > 0;
}
