import { css } from '@emotion/css';
import type { GrafanaTheme2, NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule } from '@callsight/contract/reports/schedule';
import { isEditor } from '../../is-editor';
import { statusName } from './model/run-texts';
import { periodText, timeText } from './model/time-texts';
import { REPORT_TABS, reportPath, REPORTS_PATH, type ReportTab } from './report-paths';
import { readRuns } from './reports-api';
import { useNextRun } from './schedules/use-next-run';

const tabName = (tab: ReportTab, schedules: number): string =>
  ({
    edit: isEditor() ? t('reports.tab.edit', 'Edit') : t('reports.tab.preview', 'Preview'),
    schedules:
      schedules === 0
        ? t('reports.tab.schedules', 'Schedules')
        : t('reports.tab.schedules-of', 'Schedules ({{- number}})', { number: schedules }),
    history: t('reports.tab.history', 'History'),
    versions: t('reports.tab.versions', 'Versions'),
  })[tab];

interface Props {
  readonly report: Report;
  readonly tab: ReportTab;
  /** Of this report. */
  readonly schedules: readonly Schedule[];
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** Which version it is, when it is made next, and how it went last. */
function StateLine({ report, schedules }: Pick<Props, 'report' | 'schedules'>) {
  const next = useNextRun(schedules);
  const { data: runs } = useQuery({ queryKey: ['runs', report.id], queryFn: () => readRuns(report.id) });
  const last = runs?.[0];
  const parts = [
    t('reports.version', 'version {{- version}}', { version: report.version }),
    ...(report.updated_at === undefined
      ? []
      : [t('reports.line.saved', 'saved {{- time}}', { time: timeText(report.updated_at) })]),
    ...(next === undefined
      ? []
      : [
          t('reports.line.next', 'next {{- time}} {{- offset}} for {{- period}}', {
            time: timeText(next.planned_at, report.timezone),
            offset: next.utc_offset,
            period: periodText(next.period, report.timezone),
          }),
        ]),
    ...(last === undefined
      ? []
      : [
          t('reports.line.last', 'last: {{- state}}, {{- time}}', {
            state: statusName(last.status).toLowerCase(),
            time: timeText(last.finished_at ?? last.created_at),
          }),
        ]),
  ];
  return <span>{parts.join(' · ')}</span>;
}

/** The page of one report: its title, how things are with it, what can be done, and its parts. */
export function ReportFrame({ report, tab, schedules, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const nav: NavModelItem = {
    text: report.title,
    url: reportPath(report.id),
    parentItem: { text: t('reports.title', 'Reports'), url: REPORTS_PATH },
    children: REPORT_TABS.map((one) => ({
      text: tabName(one, schedules.length),
      url: reportPath(report.id, one),
      active: one === tab,
    })),
  };
  return (
    <PluginPage
      pageNav={nav}
      renderTitle={(title) => <h1 className={styles.title}>{title}</h1>}
      subTitle={<StateLine report={report} schedules={schedules} />}
      actions={actions}
    >
      {children}
    </PluginPage>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontSize: theme.typography.h2.fontSize, margin: 0, overflowWrap: 'anywhere' }),
});
