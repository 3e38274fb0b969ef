import { t } from '@grafana/i18n';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Report } from '@callsight/contract/reports/report';
import type { Run } from '@callsight/contract/reports/run';
import { ChangeError } from '../../../controls/change-error';
import { isActive, isMade } from '../model/run-texts';
import { cancelRun, readRuns, rerun, resendRun } from '../reports-api';
import { CompareDialog } from './compare-dialog';
import { RunCard } from './run-card';

/** While a run is on its way, and while none is. */
const SOON_MS = 1_500;
const LATER_MS = 30_000;

export type RunAction =
  | { readonly kind: 'cancel' | 'rerun'; readonly id: string }
  | { readonly kind: 'resend'; readonly id: string; readonly only: 'failed' | readonly string[] };

async function apply(action: RunAction): Promise<void> {
  if (action.kind === 'resend') await resendRun(action.id, action.only);
  else await (action.kind === 'cancel' ? cancelRun(action.id) : rerun(action.id));
}

interface Props {
  readonly report: Report;
  readonly catalogue: Catalogue;
  /** Id of the run that the address names. */
  readonly selected: string | undefined;
  readonly canEdit: boolean;
}

/** What was made of a report, for whom, and what became of it; the latest first. */
export function HistoryView({ report, catalogue, selected, canEdit }: Props) {
  const styles = useStyles2(getStyles);
  const client = useQueryClient();
  /** Id of the run that is compared with another one. */
  const [compared, setCompared] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ['runs', report.id],
    queryFn: () => readRuns(report.id),
    refetchInterval: ({ state }) => (state.data?.some(isActive) === true ? SOON_MS : LATER_MS),
  });
  const change = useMutation({
    mutationFn: apply,
    onSettled: () => client.invalidateQueries({ queryKey: ['runs', report.id] }),
  });
  const made = data?.filter(isMade) ?? [];
  const othersOf = (id: string): Run[] => made.filter((one) => one.id !== id);
  const left = made.find(({ id }) => id === compared);
  return (
    <div className={styles.view}>
      {error !== null && (
        <Alert severity="error" title={t('reports.history.failed', 'The runs could not be read')}>
          {error.message}
        </Alert>
      )}
      {change.error !== null && <ChangeError scope="reports" error={change.error} />}
      {data === undefined && error === null && <LoadingPlaceholder text={t('reports.history.loading', 'Reading…')} />}
      {data?.length === 0 && <p>{t('reports.history.none', 'It has not been run yet.')}</p>}
      {data?.map((run, index) => (
        <RunCard
          key={run.id}
          run={run}
          timezone={report.timezone}
          isFirst={selected === undefined ? index === 0 : run.id === selected}
          canEdit={canEdit}
          isBusy={change.isPending}
          onAction={(action) => change.mutate(action)}
          onCompare={isMade(run) && othersOf(run.id).length > 0 ? () => setCompared(run.id) : undefined}
        />
      ))}
      {left !== undefined && (
        <CompareDialog
          run={left}
          others={othersOf(left.id)}
          timezone={report.timezone}
          catalogue={catalogue}
          onClose={() => setCompared(undefined)}
        />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
