import { t } from '@grafana/i18n';
import { Button, Pagination, Stack, useStyles2 } from '@grafana/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Check } from '@callsight/contract/monitoring/check';
import { readResults, runCheck } from '../alerts-api';
import { ChangeError } from '../../../controls/change-error';
import { RemoveButton } from '../../../controls/remove-button';
import { tableStyles } from '../../../controls/table-styles';
import { ResultStrip } from './result-strip';

/** Rows of a page: each asks for its results. */
const PAGE = 25;

interface RowProps {
  readonly check: Check;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function CheckRow({ check, canEdit, onEdit, onRemove }: RowProps) {
  const client = useQueryClient();
  const results = useQuery({
    queryKey: ['check-results', check.id],
    queryFn: () => readResults(check.id),
    refetchInterval: 15_000,
  });
  const run = useMutation({
    mutationFn: () => runCheck(check.id),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['check-results', check.id] }),
        client.invalidateQueries({ queryKey: ['components'] }),
      ]),
  });
  return (
    <tr>
      <th scope="row">
        {check.id}
        {check.paused === true && ` (${t('alerts.checks.paused', 'paused')})`}
      </th>
      <td>{check.component}</td>
      <td>{[check.kind, check.target].filter((text) => text !== undefined).join(' ')}</td>
      <td>{check.every ?? '1m'}</td>
      <td>
        {results.error === null ? (
          results.data !== undefined && <ResultStrip results={results.data} />
        ) : (
          <span>{results.error.message}</span>
        )}
        {run.error !== null && <ChangeError error={run.error} />}
      </td>
      <td>
        {canEdit && (
          <Stack gap={1} wrap="wrap">
            <Button size="sm" variant="secondary" icon="play" disabled={run.isPending} onClick={() => run.mutate()}>
              {t('alerts.checks.run', 'Run now')}
            </Button>
            <Button size="sm" variant="secondary" onClick={onEdit}>
              {t('alerts.checks.edit', 'Change')}
            </Button>
            <RemoveButton
              question={t('alerts.checks.remove-title', 'Delete the check “{{- id}}”?', { id: check.id })}
              consequence={t('alerts.checks.remove-text', 'What it has found stays.')}
              label={t('alerts.checks.remove', 'Delete {{- id}}', { id: check.id })}
              size="sm"
              onRemove={onRemove}
            />
          </Stack>
        )}
      </td>
    </tr>
  );
}

interface Props {
  readonly checks: readonly Check[];
  readonly canEdit: boolean;
  readonly onEdit: (id: string) => void;
  readonly onRemove: (id: string) => void;
}

/** Checks with what their last runs found. */
export function CheckTable({ checks, canEdit, onEdit, onRemove }: Props) {
  const styles = useStyles2(tableStyles);
  const [page, setPage] = useState(1);
  const pages = Math.ceil(checks.length / PAGE);
  const current = Math.min(page, pages);
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('alerts.checks.check', 'Check')}</th>
              <th scope="col">{t('alerts.checks.component', 'Component')}</th>
              <th scope="col">{t('alerts.checks.target', 'Looks at')}</th>
              <th scope="col">{t('alerts.checks.every', 'Every')}</th>
              <th scope="col">{t('alerts.checks.results', 'Last results')}</th>
              <th scope="col">
                <span className="sr-only">{t('alerts.checks.actions', 'Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {checks.slice((current - 1) * PAGE, current * PAGE).map((check) => (
              <CheckRow
                key={check.id}
                check={check}
                canEdit={canEdit}
                onEdit={() => onEdit(check.id)}
                onRemove={() => onRemove(check.id)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && <Pagination currentPage={current} numberOfPages={pages} onNavigate={setPage} />}
    </>
  );
}
