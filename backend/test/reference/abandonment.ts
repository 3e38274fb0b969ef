import type { AbandonmentQuery } from '@callsight/contract/query/funnel';
import { percentile, ratio } from './statistics.js';
import { cellsOf, groupsOf, type Cell, type Row } from './cells.js';
import { funnelOf, keptUnits, type Attempt, type Scope } from './funnel.js';
import type { History } from './history.js';

const SECOND = 1_000_000;

/** Seconds of waiting before the call that began the attempt was answered or given up. */
const waitsOf = (units: readonly Attempt[]): number[] =>
  units.flatMap(({ call }) => (call === null || call.wait === null ? [] : call.wait / SECOND));

/** Seconds from the last step to the end of that call, where it ended later. */
const restsOf = (units: readonly Attempt[]): number[] =>
  units.flatMap(({ call, times }) => {
    const rest = call === null || call.end === null ? 0 : call.end - times.at(-1)!;
    return rest > 0 ? rest / SECOND : [];
  });

/** The dropped units of a funnel, by the last step that they reached. */
export function abandonmentRows(history: History, asked: AbandonmentQuery['abandonment'], scope: Scope): Row[] {
  const { groupBy = ['end_reason'], interval, limit: _, ...selection } = asked;
  const { steps } = funnelOf(selection);
  const all = keptUnits(history, selection, scope);
  const dropped = (units: readonly Attempt[]): Attempt[] => units.filter(({ end }) => end === 'dropped');
  const everyCell = cellsOf([{ group: {}, units: all }], scope, interval);
  const rowOf = ({ time, group, units }: Cell, step: string, place: number): Row => {
    const left = dropped(units).filter(({ times }) => times.length === place + 1);
    const bucket = everyCell.find((cell) => cell.time['time'] === time['time']);
    const reached = (bucket?.units ?? []).filter(({ times }) => times.length > place).length;
    return {
      ...time,
      step,
      next_step: steps[place + 1]?.step ?? null,
      ...group,
      dropped: left.length,
      share: ratio(left.length, dropped(bucket?.units ?? []).length),
      rate: ratio(left.length, reached),
      median_wait_s: percentile(waitsOf(left), 0.5),
      median_left_s: percentile(restsOf(left), 0.5),
    };
  };
  return cellsOf(groupsOf(all, groupBy, scope.zone), scope, interval)
    .flatMap((cell) => steps.map(({ step }, place) => rowOf(cell, step, place)))
    .filter((row) => row['dropped'] !== 0);
}
