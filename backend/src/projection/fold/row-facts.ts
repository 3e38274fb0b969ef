import type { EventType } from '@callsight/contract/events/types';
import type { Event, EventData } from '../../storage/ledger/event.js';
import type { Micros } from '../../lib/time/units.js';

/** Source of events that were made from a row. */
export const ROW_SOURCE = 'callsight/row';

type OptionalKeys<T> = {
  [Key in keyof T]-?: null extends T[Key] ? Key : undefined extends T[Key] ? Key : never;
}[keyof T];

/** An object without the fields that may be null or absent, and with those that are there. */
export type Known<T> = { [Key in Exclude<keyof T, OptionalKeys<T>>]: T[Key] } & {
  [Key in OptionalKeys<T>]?: NonNullable<T[Key]>;
};

/** Data of an event, without what the row does not know. */
export const known = <T extends object>(data: T): Known<T> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== undefined)) as Known<T>;

/** What a row says, as an event would: type, time since 1970, data. */
export type Statement = { readonly [T in EventType]: readonly [type: T, at: Micros, data: EventData<T>] }[EventType];

export const statement = <T extends EventType>(type: T, at: Micros, data: EventData<T>): Statement =>
  [type, at, data] as unknown as Statement;

/** Events of one entity that say what its row says; their ids are the entity's id and a number. */
export const eventsOf = (id: string, subject: string | undefined, statements: readonly Statement[]): Event[] =>
  statements.map(
    ([type, at, data], index) =>
      ({ id: `${id}/${String(index).padStart(4, '0')}`, source: ROW_SOURCE, type, subject, at, data }) as Event,
  );
