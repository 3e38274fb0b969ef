import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Draft } from '../model/report-draft';
import { renderPage, type RenderContext } from '../reports-api';
import { useSettled } from './use-settled';

/** What is entered is rendered when nothing was entered for so long. */
const PAUSE_MS = 600;
const STALE_MS = 300_000;

export interface PagePreview {
  /** The last page that could be made. */
  readonly page: string | undefined;
  /** Whether what is shown is of what was entered before. */
  readonly isBusy: boolean;
  readonly error: Error | undefined;
}

interface Asked extends RenderContext {
  readonly draft: Draft;
}

/** A report as a page, made by the service while it is entered; a request that is out of date is given up. */
export function usePagePreview(draft: Draft, context: RenderContext): PagePreview {
  const wanted = JSON.stringify({ draft, ...context } satisfies Asked);
  const asked = useSettled(wanted, PAUSE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['report-page', asked],
    queryFn: ({ signal }) => {
      const { draft: shown, ...rest } = JSON.parse(asked) as Asked;
      return renderPage(shown, rest, signal);
    },
    staleTime: STALE_MS,
    gcTime: STALE_MS,
    retry: false,
  });
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  return { page: data ?? last, isBusy: isFetching || wanted !== asked, error: error ?? undefined };
}
