import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ThresholdInput, ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import { previewThreshold } from '../alerts-api';

const DAYS_MS = 14 * 86_400_000;
const MINUTE_MS = 60_000;
/** What is entered is asked about when nothing was entered for so long. */
const PAUSE_MS = 500;

export interface Preview {
  readonly preview: ThresholdPreview | undefined;
  /** Whether what is shown is of what was entered before. */
  readonly isBusy: boolean;
  readonly error: Error | undefined;
}

/** What a threshold would have done in the last 14 days. Titles, owners and such change nothing of it. */
export function usePreview(threshold: ThresholdInput | undefined): Preview {
  const judged =
    threshold === undefined
      ? undefined
      : JSON.stringify({ ...threshold, title: threshold.id, owner: undefined, runbook: undefined, paused: undefined });
  const [asked, setAsked] = useState(judged);
  useEffect(() => {
    if (judged === asked) return;
    const timer = setTimeout(() => setAsked(judged), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [judged, asked]);

  const { data, error, isFetching } = useQuery({
    queryKey: ['preview', asked],
    queryFn: ({ signal }) => {
      const to = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
      return previewThreshold(JSON.parse(asked ?? '') as ThresholdInput, { from: to - DAYS_MS, to }, signal);
    },
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 5 * MINUTE_MS,
    retry: false,
  });
  return {
    preview: error === null ? data : undefined,
    isBusy: isFetching || judged !== asked,
    error: error ?? undefined,
  };
}
