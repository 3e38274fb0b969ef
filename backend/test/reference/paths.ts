import type { PathsQuery } from '@callsight/contract/query/funnel';
import type { Row } from './cells.js';
import { passes } from './dimension.js';
import type { Scope } from './funnel.js';
import type { History } from './history.js';
import { isOnPath, journeysOf, type Occurrence } from './journey.js';

type Paths = PathsQuery['paths'];

/** The steps of a journey that the query looks at, in order. */
function pathOf(occurrences: readonly Occurrence[], { steps, collapse = false }: Paths): string[] {
  const names = occurrences.filter(isOnPath(steps ?? [])).map(({ step }) => step);
  const kept = names.filter((name) => steps?.includes(name) ?? true);
  return collapse ? kept.filter((name, place) => name !== kept[place - 1]) : kept;
}

/** How often one step followed directly on another, the most frequent first. */
export function pathRows(history: History, asked: Paths, { from, to, zone }: Scope): Row[] {
  const { unit = 'call', filters = [] } = asked;
  const isIn = (at: number): boolean => at >= from && at < to;
  const isKept = ({ call, at }: Occurrence): boolean =>
    (unit === 'call' ? call !== null && isIn(call.start) : isIn(at)) && passes(filters, call, call?.start ?? at, zone);
  const counts = new Map<string, number>();
  for (const { occurrences } of journeysOf(history, unit)) {
    const path = pathOf(occurrences.filter(isKept), asked);
    for (const [place, name] of path.slice(1).entries()) {
      const key = JSON.stringify([path[place], name]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([key, count]) => {
      const [before, after] = JSON.parse(key) as [string, string];
      return { from: before, to: after, count };
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, asked.limit);
}
