import type { EVENT_DATA, EventType } from '@callsight/contract/events/types';

/** What an event of this type tells: the type of its schema in the contract. */
export type DataOf<T extends EventType> = (typeof EVENT_DATA)[T]['static'];

/** Types of events that are part of a call, and say of which by `subject`. */
export type CallEventType = Extract<EventType, `call.${string}` | 'funnel.step'>;

/** What may be said of any event beside its type and data. */
export interface EventExtras {
  /** Identity within the source, 1 to 256 characters; a new UUID unless given. An id that is known already counts once. */
  readonly id?: string;
  /** When it happened; a string is RFC 3339. Now, unless given. */
  readonly time?: Date | string;
}

/** An event as it is handed to the client, which puts the envelope around it. */
export type EventInput<T extends EventType = EventType> = EventExtras & {
  readonly type: T;
  readonly data: DataOf<T>;
} & (T extends CallEventType ? { readonly subject: string } : { readonly subject?: string });
