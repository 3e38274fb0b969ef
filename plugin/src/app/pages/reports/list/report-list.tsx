import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, LinkButton, TextLink, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule } from '@callsight/contract/reports/schedule';
import { isEditor } from '../../../is-editor';
import { tableStyles } from '../../../controls/table-styles';
import { isFixed, rangeName } from '../model/report-period';
import { deliveredText, statusColor, statusName } from '../model/run-texts';
import { periodText, timeText } from '../model/time-texts';
import { newReportPath, reportPath } from '../report-paths';
import { readRuns } from '../reports-api';
import { scheduleName } from '../schedules/schedule-card';
import { useNextRun } from '../schedules/use-next-run';

const EVERY_MS = 30_000;

function LastRun({ report }: { readonly report: Report }) {
  const { data, error } = useQuery({
    queryKey: ['runs', report.id],
    queryFn: () => readRuns(report.id),
    refetchInterval: EVERY_MS,
  });
  if (error !== null) return <>{t('reports.list.unknown', 'not known')}</>;
  if (data === undefined) return null;
  const [last] = data;
  if (last === undefined) return <>{t('reports.list.never', 'not yet run')}</>;
  return (
    <>
      <Badge color={statusColor(last.status)} text={statusName(last.status)} />{' '}
      {timeText(last.finished_at ?? last.created_at)}
      <div>{last.reason ?? deliveredText(last.deliveries)}</div>
    </>
  );
}

function NextRun({ schedules, timezone }: { readonly schedules: readonly Schedule[]; readonly timezone: string }) {
  const next = useNextRun(schedules);
  if (next === undefined) return <>{t('reports.list.not-planned', 'not planned')}</>;
  return (
    <>
      {timeText(next.planned_at)}
      <div>{t('reports.list.for-period', 'for {{- period}}', { period: periodText(next.period, timezone) })}</div>
    </>
  );
}

function Row({ report, schedules }: { readonly report: Report; readonly schedules: readonly Schedule[] }) {
  const styles = useStyles2(getStyles);
  const { id, title, range, timezone, version } = report;
  return (
    <tr>
      <th scope="row">
        <TextLink href={reportPath(id)} inline={false} color="primary">
          {title}
        </TextLink>
        <div className={styles.quiet}>
          {isFixed(range) ? periodText(range, timezone) : rangeName(range)} ·{' '}
          {t('reports.version', 'version {{- version}}', { version })}
        </div>
      </th>
      <td data-label={t('reports.list.schedules', 'Schedules')}>
        {schedules.length === 0
          ? t('reports.list.by-hand', 'by hand only')
          : schedules.map((one) => (
              <div key={one.id}>
                {scheduleName(one)}{' '}
                {one.paused === true && <Badge color="orange" text={t('reports.list.paused', 'paused')} />}
              </div>
            ))}
      </td>
      <td className={styles.small} data-label={t('reports.list.last', 'Last run')}>
        <LastRun report={report} />
      </td>
      <td className={styles.small} data-label={t('reports.list.next', 'Next run')}>
        <NextRun schedules={schedules} timezone={timezone} />
      </td>
    </tr>
  );
}

interface Props {
  readonly reports: readonly Report[];
  readonly schedules: readonly Schedule[];
}

/** The saved reports: when each was made last, and when it will be made next. */
export function ReportList({ reports, schedules }: Props) {
  const styles = useStyles2(getStyles);
  const tables = useStyles2(tableStyles);
  if (reports.length === 0) {
    return (
      <div className={styles.empty}>
        <p>
          {t(
            'reports.list.none',
            'There is no report yet. A report says what happened in a day, a week or a month, as a page, a PDF or a workbook.',
          )}
        </p>
        {isEditor() && (
          <LinkButton icon="plus" href={newReportPath()}>
            {t('reports.new', 'New report')}
          </LinkButton>
        )}
      </div>
    );
  }
  return (
    <div className={cx(tables.scroll, styles.list)}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('reports.list.report', 'Report')}</th>
            <th scope="col">{t('reports.list.schedules', 'Schedules')}</th>
            <th scope="col">{t('reports.list.last', 'Last run')}</th>
            <th scope="col">{t('reports.list.next', 'Next run')}</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <Row
              key={report.id}
              report={report}
              schedules={schedules.filter((schedule) => schedule.report === report.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  small: css({ fontSize: theme.typography.bodySmall.fontSize }),
  // On a phone a row is a card: a line for each column.
  list: css({
    [theme.breakpoints.down('sm')]: {
      table: { minWidth: 0 },
      thead: { position: 'absolute', clipPath: 'inset(50%)' },
      tr: { display: 'block', borderTop: `1px solid ${theme.colors.border.weak}`, padding: theme.spacing(1) },
      'table th, table td': { display: 'block', border: 0, padding: theme.spacing(0.25, 0) },
      'td[data-label]::before': { content: 'attr(data-label) ": "', color: theme.colors.text.secondary },
    },
  }),
  empty: css({ maxWidth: 560, padding: theme.spacing(4, 0) }),
});
