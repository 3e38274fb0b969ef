import type { EventType } from '@callsight/contract/events/types';

/** An accepted event in the form in which the ledger keeps it: known fields only, callers made anonymous. */
export interface Event {
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  /** Id of the call, where there is one. */
  readonly subject: string | undefined;
  /** Epoch microseconds. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Order in which a fold reads events: by time, then by identity, so that arrival order never matters. */
export function compareEvents(a: Event, b: Event): number {
  return a.at - b.at || compareText(a.id, b.id) || compareText(a.source, b.source);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
