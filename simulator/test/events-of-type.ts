import type { EventType } from '@callsight/contract/events/types';
import type { DataOf, SimulatedEvent } from '../src/simulated-event.js';

interface Typed<T extends EventType> extends SimulatedEvent {
  readonly data: DataOf<T>;
}

/** The events of one type, their data typed by the contract: schema.test.ts holds the generator to it. */
export const eventsOfType = <T extends EventType>(events: readonly SimulatedEvent[], type: T): Typed<T>[] =>
  events.filter((event): event is Typed<T> => event.type === type);
