import { css } from '@emotion/css';
import type { GrafanaTheme2, NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Alert, LinkButton, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { isEditor } from '../../is-editor';
import { ReportList } from './list/report-list';
import { LeaveQuestion } from './leave-question';
import { NEW } from './model/report-draft';
import { NewReport } from './new-report';
import { newReportPath, REPORT_TABS, REPORTS_PATH } from './report-paths';
import { ReportView, UnknownReport } from './report-view';
import { type OpenSchedules, useOpenSchedules } from './schedules/use-open-schedules';
import { useSchedules } from './schedules/use-next-run';
import { type ReportDrafts, useReportDrafts } from './use-report-drafts';
import { useReports } from './use-reports';

interface Props {
  /** The rest of the path after `reports`: nothing, or the id of a report and a part of its page. */
  readonly parts: readonly string[];
  /** Behind the path, with its question mark. */
  readonly search: string;
}

function ListFrame({ children }: { readonly children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const nav: NavModelItem = { text: t('reports.title', 'Reports'), url: REPORTS_PATH };
  return (
    <PluginPage
      pageNav={nav}
      renderTitle={(title) => <h1 className={styles.title}>{title}</h1>}
      subTitle={t(
        'reports.subtitle',
        'What happened in a day, a week or a month, for people who do not open dashboards',
      )}
      actions={
        isEditor() ? (
          <LinkButton icon="plus" href={newReportPath()}>
            {t('reports.new', 'New report')}
          </LinkButton>
        ) : undefined
      }
    >
      {children}
    </PluginPage>
  );
}

const NONE: readonly never[] = [];

/** The page that the address names. */
function AddressedPage({
  parts: [id, part],
  search,
  all: { reports, tools, error },
  drafts,
  open,
}: Props & {
  readonly all: ReturnType<typeof useReports>;
  readonly drafts: ReportDrafts;
  readonly open: OpenSchedules;
}) {
  const schedules = useSchedules();
  if (reports === undefined || tools === undefined) {
    return (
      <ListFrame>
        {error === undefined ? (
          <LoadingPlaceholder text={t('reports.loading', 'Reading the reports…')} />
        ) : (
          <Alert severity="error" title={t('reports.read-failed', 'The reports could not be read')}>
            {error.message}
          </Alert>
        )}
      </ListFrame>
    );
  }
  const query = new URLSearchParams(search);
  if (id === NEW) {
    return <NewReport search={query} tools={tools} drafts={drafts} taken={reports.map((report) => report.id)} />;
  }
  const report = reports.find((one) => one.id === id);
  if (report !== undefined) {
    return (
      <ReportView
        key={report.id}
        report={report}
        tab={REPORT_TABS.find((one) => one === part) ?? 'edit'}
        search={query}
        tools={tools}
        drafts={drafts}
        open={open}
        schedules={schedules.data}
      />
    );
  }
  return (
    <ListFrame>
      {id !== undefined && <UnknownReport id={id} />}
      <ReportList reports={reports} schedules={schedules.data ?? NONE} />
    </ListFrame>
  );
}

/** The reports: list, builder with preview, schedules, history, versions. */
export function ReportsPage(props: Props) {
  const all = useReports();
  const drafts = useReportDrafts(all.reports ?? NONE);
  const open = useOpenSchedules();
  return (
    <>
      <AddressedPage {...props} all={all} drafts={drafts} open={open} />
      {(drafts.changed.size > 0 || open.isChanged) && <LeaveQuestion />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontSize: theme.typography.h2.fontSize, margin: 0 }),
});
