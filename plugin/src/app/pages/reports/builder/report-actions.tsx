import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import type { Report } from '@callsight/contract/reports/report';
import { RemoveButton } from '../../../controls/remove-button';

interface Props {
  readonly report: Report;
  readonly isChanged: boolean;
  readonly isBusy: boolean;
  readonly onRun: () => void;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** What can be done with a saved report. */
export function ReportActions({ report, isChanged, isBusy, ...on }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.actions}>
      <RemoveButton
        question={t('reports.remove-title', 'Delete “{{- title}}”?', { title: report.title })}
        consequence={t('reports.remove-text', 'It goes with all its versions. What it has sent stays where it is.')}
        label={t('reports.remove', 'Delete the report')}
        disabled={isBusy}
        onRemove={on.onRemove}
      />
      <Button variant="secondary" icon="copy" onClick={on.onDuplicate}>
        {t('reports.duplicate', 'Duplicate')}
      </Button>
      <Button variant="secondary" icon="play" disabled={isBusy} onClick={on.onRun}>
        {t('reports.run-now', 'Run now')}
      </Button>
      {isChanged && (
        <Button variant="secondary" disabled={isBusy} onClick={on.onDiscard}>
          {t('reports.discard', 'Discard')}
        </Button>
      )}
      <Button disabled={!isChanged || isBusy} onClick={on.onSave}>
        {t('reports.save', 'Save')}
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
});
