import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ScheduleInput, SchedulePreview } from '@callsight/contract/reports/schedule';
import { useSettled } from '../preview/use-settled';
import { previewSchedule } from './schedules-api';

/** What is entered is asked about when nothing was entered for so long. */
const PAUSE_MS = 400;

interface Preview {
  readonly preview: SchedulePreview | undefined;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
}

/** When a schedule would run next, for which periods, and who would see it. */
export function useSchedulePreview(schedule: ScheduleInput): Preview {
  const wanted = JSON.stringify(schedule);
  const asked = useSettled(wanted, PAUSE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['schedule-preview', asked],
    queryFn: ({ signal }) => previewSchedule(JSON.parse(asked) as ScheduleInput, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    preview: error === null ? data : undefined,
    isBusy: isFetching || wanted !== asked,
    error: error ?? undefined,
  };
}
