import type { FrameValue } from '@callsight/contract/query/answer';
import { bucketsOf } from './calendar.js';
import { dimensionOf } from './dimension.js';
import type { Attempt, Scope } from './funnel.js';

export type Row = Readonly<Record<string, FrameValue>>;

/** Units of one bucket and one group, with the columns that say which. */
export interface Cell {
  readonly time: Row;
  readonly group: Row;
  readonly units: readonly Attempt[];
}

/** The dimensions of a unit are those of the call in which it began. */
function groupOf({ call, times }: Attempt, dimensions: readonly string[], zone: string): Row {
  const at = call?.start ?? times[0]!;
  return Object.fromEntries(dimensions.map((dimension) => [dimension, dimensionOf(call, at, dimension, zone)]));
}

/** Groups of units, the largest first. */
export function groupsOf(units: readonly Attempt[], dimensions: readonly string[], zone: string): Omit<Cell, 'time'>[] {
  if (dimensions.length === 0) return [{ group: {}, units }];
  const keyed = units.map((unit) => ({ unit, key: JSON.stringify(groupOf(unit, dimensions, zone)) }));
  return [...new Set(keyed.map(({ key }) => key))]
    .map((own) => ({
      group: JSON.parse(own) as Row,
      units: keyed.filter(({ key }) => key === own).map(({ unit }) => unit),
    }))
    .sort((a, b) => b.units.length - a.units.length);
}

/** Begins and ends of the buckets of a range, with the column that names them; the whole range when no interval is asked for. */
export function bucketsIn({ from, to, zone }: Scope, interval: string | undefined): [Row, number, number][] {
  if (interval === undefined) return [[{}, from, to]];
  return bucketsOf(from, to, interval, zone).map(([begin, end]) => [{ time: begin / 1_000 }, begin, end]);
}

/** Every bucket of every group; a unit lies in the bucket of its step 1. */
export function cellsOf(groups: readonly Omit<Cell, 'time'>[], scope: Scope, interval: string | undefined): Cell[] {
  return bucketsIn(scope, interval).flatMap(([time, begin, end]) =>
    groups.map(({ group, units }) => ({
      time,
      group,
      units: units.filter(({ times }) => times[0]! >= begin && times[0]! < end),
    })),
  );
}
