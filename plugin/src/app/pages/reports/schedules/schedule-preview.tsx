import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, useStyles2 } from '@grafana/ui';
import type { Report } from '@callsight/contract/reports/report';
import type { ScheduleInput, SchedulePreview as Preview } from '@callsight/contract/reports/schedule';
import { isFixed } from '../model/report-period';
import { NextRuns } from './next-runs';
import { useSchedulePreview } from './use-schedule-preview';

interface Props {
  readonly schedule: ScheduleInput;
  readonly report: Report;
}

/** Who will see the report, and who of them is from elsewhere. */
function audienceText({ total, external }: Preview['recipients']): string {
  const all =
    total === 1
      ? t('reports.audience.one', 'One address will see it')
      : t('reports.audience.several', '{{- total}} addresses will see it', { total });
  if (external.length === 0) return `${all}.`;
  return `${all}, ${t('reports.audience.external', '{{- number}} from outside: {{- addresses}}', {
    number: external.length,
    addresses: external.join(', '),
  })}.`;
}

/** What a schedule will do, before it is saved. */
export function SchedulePreview({ schedule, report }: Props) {
  const styles = useStyles2(getStyles);
  const { preview, isBusy, error } = useSchedulePreview(schedule);
  return (
    <section
      className={styles.preview}
      aria-label={t('reports.schedule.preview', 'What it will do')}
      aria-busy={isBusy}
    >
      <h3 className={styles.title}>{t('reports.schedule.preview', 'What it will do')}</h3>
      {isFixed(report.range) && (
        <Alert severity="warning" title={t('reports.schedule.fixed', 'The report is always about the same days')}>
          {t(
            'reports.schedule.fixed-text',
            'Every run says the same. Choose a period such as “Last week” in its form.',
          )}
        </Alert>
      )}
      {error !== undefined && (
        <Alert severity="warning" title={t('reports.schedule.refused', 'This cannot be scheduled')}>
          {error.message}
        </Alert>
      )}
      {preview !== undefined && (
        <>
          {preview.recipients.refused.length > 0 && (
            <Alert severity="error" title={t('reports.schedule.not-allowed', 'Mail to these addresses is not allowed')}>
              {preview.recipients.refused.join(', ')}
            </Alert>
          )}
          {preview.warnings.map((warning) => (
            <Alert key={warning} severity="warning" title={warning} />
          ))}
          {preview.recipients.total > 0 && <p role="status">{audienceText(preview.recipients)}</p>}
          <NextRuns next={preview.next} timezone={schedule.timezone} reportZone={report.timezone} />
        </>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  preview: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: 0 }),
});
