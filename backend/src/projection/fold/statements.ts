import { ROW_SOURCE } from './row-facts.js';

interface Sourced {
  readonly source: string;
}

/**
 * The source of an event. Where a row stands for earlier events, their sources are no longer known: then all events count
 * as those of one source.
 */
function sourceReader(events: readonly Sourced[]): (event: Sourced) => string {
  return events.some(({ source }) => source === ROW_SOURCE) ? () => '' : ({ source }) => source;
}

/**
 * Events in the order in which their statements count, so that the first value that is there is the one that holds: of the
 * same source the latest statement, by event time, then id; of several sources the one that reported first.
 * @param events in order
 */
export function byStatement<E extends Sourced>(events: readonly E[]): readonly E[] {
  const sourceOf = sourceReader(events);
  const bySource = new Map<string, E[]>();
  for (const event of events) {
    const source = sourceOf(event);
    const own = bySource.get(source);
    if (own === undefined) bySource.set(source, [event]);
    else own.push(event);
  }
  return [...bySource.values()].flatMap((own) => own.reverse());
}
