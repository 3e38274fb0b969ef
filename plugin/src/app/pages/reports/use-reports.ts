import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Report } from '@callsight/contract/reports/report';
import type { EditorTools } from '../../../fields/editor-tools';
import { readCatalogue, readFunnels, readValues } from '../../api/catalogue-api';
import { readReports } from './reports-api';

const EVERY_MS = 60_000;

export interface AllReports {
  /** Undefined until they are read. */
  readonly reports: readonly Report[] | undefined;
  /** What the fields of sections offer. */
  readonly tools: EditorTools | undefined;
  readonly error: Error | undefined;
}

/** The saved reports, and what can be chosen for them. */
export function useReports(): AllReports {
  const reports = useQuery({ queryKey: ['reports'], queryFn: readReports, refetchInterval: EVERY_MS });
  const catalogue = useQuery({ queryKey: ['catalogue'], queryFn: readCatalogue, staleTime: Infinity });
  const funnels = useQuery({ queryKey: ['funnels'], queryFn: readFunnels, staleTime: EVERY_MS });
  const tools = useMemo(
    (): EditorTools | undefined =>
      catalogue.data === undefined || funnels.data === undefined
        ? undefined
        : { catalogue: catalogue.data, funnels: funnels.data, values: readValues },
    [catalogue.data, funnels.data],
  );
  return { reports: reports.data, tools, error: reports.error ?? catalogue.error ?? funnels.error ?? undefined };
}
