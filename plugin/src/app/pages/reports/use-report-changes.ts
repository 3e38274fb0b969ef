import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReportInput } from '@callsight/contract/reports/report';
import { addReport, changeReport, removeReport } from './reports-api';

export type ReportChange =
  | { readonly kind: 'add'; readonly report: ReportInput }
  | { readonly kind: 'change'; readonly report: ReportInput }
  | { readonly kind: 'remove'; readonly id: string };

async function apply(change: ReportChange): Promise<void> {
  if (change.kind === 'remove') await removeReport(change.id);
  else await (change.kind === 'add' ? addReport(change.report) : changeReport(change.report));
}

/** Changes reports; what is shown is read again afterwards, also where the service refused. */
export function useReportChanges(onDone: (change: ReportChange) => void) {
  const client = useQueryClient();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: async (change: ReportChange) => {
      await apply(change);
      await client.invalidateQueries({ queryKey: ['reports'] });
    },
    onSuccess: (_nothing, change) => onDone(change),
    onSettled: () => client.invalidateQueries({ queryKey: ['report-versions'] }),
  });
  return { change: mutate, isBusy: isPending, error: error ?? undefined, reset };
}
