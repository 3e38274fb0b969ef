import { t } from '@grafana/i18n';
import { css } from '@emotion/css';
import { Alert, Combobox, Field, LoadingPlaceholder, Modal, Stack, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Run } from '@callsight/contract/reports/run';
import { statusName } from '../model/run-texts';
import { periodText, timeText } from '../model/time-texts';
import { readRunDiff } from '../reports-api';
import { RunDifferences } from './run-differences';

interface Props {
  readonly run: Run;
  /** The runs that it can be compared with, the latest first; not empty. */
  readonly others: readonly Run[];
  readonly timezone: string;
  readonly catalogue: Catalogue;
  readonly onClose: () => void;
}

/** The run that is nearest before another one, else the one after it. */
const firstChoice = (run: Run, others: readonly Run[]): Run | undefined =>
  others.find(({ created_at: at }) => at <= run.created_at) ?? others.at(-1);

/** What stands where there is no answer, or none yet. */
const Unanswered = ({ error }: { readonly error: Error | null }) =>
  error === null ? (
    <LoadingPlaceholder text={t('reports.compare.loading', 'Reading…')} />
  ) : (
    <Alert severity="error" title={t('reports.compare.failed', 'The runs could not be compared')}>
      {error.message}
    </Alert>
  );

/** What differs between a run and another one; the earlier of both is what the later one is compared with. */
export function CompareDialog({ run, others, timezone, catalogue, onClose }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const [chosen, setChosen] = useState(firstChoice(run, others)?.id);
  const other = others.find((one) => one.id === chosen);
  const isLater = other !== undefined && other.created_at > run.created_at;
  const [before, after] = isLater ? [run.id, other.id] : [other?.id ?? '', run.id];
  const { data, error } = useQuery({
    queryKey: ['run-diff', before, after],
    queryFn: () => readRunDiff(before, after),
    enabled: other !== undefined,
    // What two runs have made does not change any more.
    staleTime: Infinity,
    retry: false,
  });
  const nameOf = ({ period, created_at: made }: Run): string =>
    t('reports.compare.run', '{{- period}}, made {{- time}}', {
      period: periodText(period, timezone),
      time: timeText(made, timezone),
    });
  return (
    <Modal
      className={styles.dialog}
      title={t('reports.compare.title', 'Compare {{- period}}', { period: periodText(run.period, timezone) })}
      isOpen
      onDismiss={onClose}
    >
      <Stack direction="column" gap={2}>
        <Field
          label={t('reports.compare.with', 'With the run')}
          description={
            isLater
              ? t('reports.compare.later', 'Before is this run, after is the run that is chosen here.')
              : t('reports.compare.earlier', 'Before is the run that is chosen here, after is this run.')
          }
          htmlFor={id}
          noMargin
        >
          <Combobox
            id={id}
            options={others.map((one) => ({ value: one.id, label: nameOf(one), description: statusName(one.status) }))}
            value={chosen ?? null}
            onChange={({ value }) => setChosen(value)}
          />
        </Field>
        {data === undefined && <Unanswered error={error} />}
        {data !== undefined && <RunDifferences diff={data} catalogue={catalogue} timezone={timezone} />}
      </Stack>
    </Modal>
  );
}

const getStyles = () => ({ dialog: css({ width: 'min(960px, 96vw)' }) });
