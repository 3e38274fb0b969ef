import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { readCatalogue } from '../../api/catalogue-api';
import { readStates, readThresholds } from './alerts-api';
import { type Watched, watchedOf } from './model/watched';

/** States are judged once a minute and served from memory. */
const STATES_EVERY_MS = 15_000;
const DEFINITIONS_EVERY_MS = 60_000;

export interface WatchedThresholds {
  readonly watched: readonly Watched[];
  readonly catalogue: Catalogue | undefined;
  readonly isLoading: boolean;
  /** Why what is shown is not known, or not how things are now. */
  readonly error: Error | undefined;
}

/** Thresholds and how things are with them, read again while the page is visible. */
export function useWatched(): WatchedThresholds {
  const catalogue = useQuery({ queryKey: ['catalogue'], queryFn: readCatalogue, staleTime: Infinity });
  const thresholds = useQuery({
    queryKey: ['thresholds'],
    queryFn: readThresholds,
    refetchInterval: DEFINITIONS_EVERY_MS,
  });
  const states = useQuery({
    queryKey: ['threshold-states'],
    queryFn: readStates,
    refetchInterval: STATES_EVERY_MS,
  });
  const watched = useMemo(
    () => watchedOf(thresholds.data ?? [], states.data ?? [], catalogue.data),
    [thresholds.data, states.data, catalogue.data],
  );
  return {
    watched,
    catalogue: catalogue.data,
    isLoading: thresholds.data === undefined || states.data === undefined,
    error: thresholds.error ?? states.error ?? catalogue.error ?? undefined,
  };
}
