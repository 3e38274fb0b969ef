import type { FunnelQuery } from '@callsight/contract/query/funnel';
import { percentile, ratio, wilson } from './statistics.js';
import { cellsOf, groupsOf, type Cell, type Row } from './cells.js';
import { funnelOf, keptUnits, type Attempt, type Scope } from './funnel.js';
import type { History } from './history.js';

const SECOND = 1_000_000;

/** Seconds from the step before to a step, of the units that reached it. */
const durationsOf = (units: readonly Attempt[], place: number): number[] =>
  units
    .filter(({ times }) => place > 0 && times.length > place)
    .map(({ times }) => (times[place]! - times[place - 1]!) / SECOND);

function stepRow({ time, group, units }: Cell, step: string, place: number): Row {
  const reached = (at: number): number => units.filter(({ times }) => times.length > at).length;
  const ended = (end: Attempt['end']): number =>
    units.filter((unit) => unit.times.length === place + 1 && unit.end === end).length;
  const [here, first] = [reached(place), reached(0)];
  const before = place === 0 ? null : reached(place - 1);
  const [totalLow, totalHigh] = wilson(here, first);
  const [stepLow, stepHigh] = before === null ? [null, null] : wilson(here, before);
  const durations = durationsOf(units, place);
  return {
    ...time,
    step,
    ...group,
    reached: here,
    dropped: ended('dropped'),
    pending: ended('pending'),
    rate_total: ratio(here, first),
    rate_step: before === null ? null : ratio(here, before),
    rate_total_low: totalLow,
    rate_total_high: totalHigh,
    median_s: percentile(durations, 0.5),
    p90_s: percentile(durations, 0.9),
    rate_step_low: stepLow,
    rate_step_high: stepHigh,
  };
}

type Funnel = FunnelQuery['funnel'];

const dimensionsOf = ({ breakdown = [] }: Funnel): string[] =>
  typeof breakdown === 'string' ? [breakdown] : breakdown;

function groupsAsked(history: History, asked: Funnel, scope: Scope): Omit<Cell, 'time'>[] {
  const { breakdown: _, interval: __, limit, histogram: ___, ...selection } = asked;
  return groupsOf(keptUnits(history, selection, scope), dimensionsOf(asked), scope.zone).slice(0, limit);
}

/** The rows of a funnel: bucket by bucket, group by group, step by step. */
export function funnelRows(history: History, asked: Funnel, scope: Scope): Row[] {
  const { steps } = funnelOf(asked);
  const cells = cellsOf(groupsAsked(history, asked, scope), scope, asked.interval);
  return cells.flatMap((cell) => steps.map(({ step }, place) => stepRow(cell, step, place)));
}

/** Begin of the bin of a duration: 0, 1, 2, 4, 8 … seconds. */
const binOf = (seconds: number): number => (seconds < 1 ? 0 : 2 ** Math.floor(Math.log2(seconds)));

/** How long each step took, of the bins in which anything lies. */
export function histogramRows(history: History, asked: Funnel, scope: Scope): Row[] {
  const { steps } = funnelOf(asked);
  return groupsAsked(history, asked, scope).flatMap(({ group, units }) =>
    steps.flatMap(({ step }, place) => {
      const bins = durationsOf(units, place).map(binOf);
      return [...new Set(bins)]
        .sort((a, b) => a - b)
        .map((from) => ({
          step,
          ...group,
          from_s: from,
          to_s: from === 0 ? 1 : from * 2,
          count: bins.filter((bin) => bin === from).length,
        }));
    }),
  );
}
