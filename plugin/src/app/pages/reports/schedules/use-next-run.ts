import { useQueries, useQuery } from '@tanstack/react-query';
import type { PlannedRun, Schedule } from '@callsight/contract/reports/schedule';
import { readNext, readSchedules } from './schedules-api';

const EVERY_MS = 60_000;

/** All schedules. */
export const useSchedules = () =>
  useQuery({ queryKey: ['schedules'], queryFn: readSchedules, refetchInterval: EVERY_MS });

/** The run that comes first of all that these schedules plan. */
export function useNextRun(schedules: readonly Schedule[]): PlannedRun | undefined {
  const answers = useQueries({
    queries: schedules
      .filter(({ paused }) => paused !== true)
      .map(({ id, version }) => ({
        queryKey: ['next', id, version],
        queryFn: () => readNext(id, 1),
        refetchInterval: EVERY_MS,
      })),
  });
  const [first] = answers
    .flatMap(({ data }) => data ?? [])
    .sort((a, b) => Date.parse(a.planned_at) - Date.parse(b.planned_at));
  return first;
}
