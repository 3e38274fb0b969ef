import type { FunnelSelection } from '@callsight/contract/query/funnel';
import { funnelOf, keptUnits, type Attempt, type Scope } from './funnel.js';
import type { History } from './history.js';

function isInCell({ times, end }: Attempt, place: number, asked: string): boolean {
  if (asked === 'reached') return times.length > place;
  return end === asked && (asked === 'converted' || times.length === place + 1);
}

/** Ids of the calls of a cell of a funnel, in the order of the alphabet. @param step name of the step */
export function callsOfCell(
  history: History,
  asked: FunnelSelection,
  cell: { readonly step: string; readonly end: string },
  scope: Scope,
): string[] {
  const funnel = funnelOf(asked);
  const place = funnel.steps.findIndex(({ step }) => step === cell.step);
  const units = keptUnits(history, asked, scope).filter((unit) => isInCell(unit, place, cell.end));
  const calls = units.flatMap(({ unit, call, times: [begin = 0] }) =>
    funnel.unit === 'call'
      ? (call ?? [])
      : history.calls.filter(
          ({ caller, start }) => caller === unit && start >= begin && start <= begin + funnel.window,
        ),
  );
  return [...new Set(calls.map(({ id }) => id))].sort();
}
