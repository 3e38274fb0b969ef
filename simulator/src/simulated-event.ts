import type { Static } from '@sinclair/typebox';
import type { EVENT_DATA, EventType } from '@callsight/contract/events/types';

/** The data that the contract asks of an event type. */
export type DataOf<T extends EventType> = Static<(typeof EVENT_DATA)[T]>;

/** A CloudEvent 1.0 in the order in which its fields are written. */
export interface SimulatedEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: '/simulator';
  readonly type: EventType;
  readonly subject?: string;
  readonly time: string;
  readonly data: object;
}
