import { t } from '@grafana/i18n';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { locationService } from '@grafana/runtime';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Report } from '@callsight/contract/reports/report';
import type { RunRequest } from '@callsight/contract/reports/run';
import type { Schedule } from '@callsight/contract/reports/schedule';
import type { EditorTools } from '../../../fields/editor-tools';
import { ChangeError } from '../../controls/change-error';
import { isEditor } from '../../is-editor';
import { ReportBuilder } from './builder/report-builder';
import { ReportActions } from './builder/report-actions';
import { HistoryView } from './history/history-view';
import { RunDialog } from './history/run-dialog';
import { VersionsView } from './history/versions-view';
import { type Draft, NEW } from './model/report-draft';
import { REPORTS_PATH, reportPath, type ReportTab } from './report-paths';
import { ReportFrame } from './report-frame';
import { startRun } from './reports-api';
import { SchedulesView } from './schedules/schedules-view';
import type { OpenSchedules } from './schedules/use-open-schedules';
import { useReportChanges } from './use-report-changes';
import type { ReportDrafts } from './use-report-drafts';

interface Props {
  readonly report: Report;
  readonly tab: ReportTab;
  /** Of the address. */
  readonly search: URLSearchParams;
  readonly tools: EditorTools;
  readonly drafts: ReportDrafts;
  /** Schedules that are being entered. */
  readonly open: OpenSchedules;
  /** All schedules; undefined until they are read. */
  readonly schedules: readonly Schedule[] | undefined;
}

/** Starts a run, and leads to the history, where it is seen. */
function useRunNow(report: Report) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: RunRequest) => startRun(report.id, request),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['runs', report.id] });
      locationService.push(`${reportPath(report.id, 'history')}?run=${id}`);
    },
  });
}

interface ContentProps extends Props {
  readonly draft: Draft;
  /** Schedules of this report. */
  readonly own: readonly Schedule[];
  /** Why a change was not taken. */
  readonly error: Error | undefined;
}

/** The part of the page that the address names. */
function TabContent({ report, tab, search, tools, drafts, open, schedules, draft, own, error }: ContentProps) {
  const canEdit = isEditor();
  switch (tab) {
    case 'edit':
      return (
        <ReportBuilder
          draft={draft}
          tools={tools}
          canEdit={canEdit}
          recipients={own.flatMap(({ recipients }) => recipients)}
          error={error}
          onChange={(next) => drafts.set(report.id, next)}
        />
      );
    case 'schedules':
      return schedules === undefined ? (
        <LoadingPlaceholder text={t('reports.loading', 'Reading the reports…')} />
      ) : (
        <SchedulesView
          report={report}
          schedules={schedules}
          tools={tools}
          canEdit={canEdit}
          open={open.of(report.id)}
          onOpen={(next) => open.set(report.id, next)}
        />
      );
    case 'history':
      return (
        <HistoryView
          report={report}
          catalogue={tools.catalogue}
          selected={search.get('run') ?? undefined}
          canEdit={canEdit}
        />
      );
    case 'versions':
      return (
        <VersionsView
          report={report}
          catalogue={tools.catalogue}
          canEdit={canEdit}
          onTake={(version) => {
            drafts.set(report.id, version);
            locationService.push(reportPath(report.id));
          }}
        />
      );
  }
}

/** One report: its form with the preview, its schedules, what was made of it, its versions. */
export function ReportView(props: Props) {
  const { report, tab, drafts, schedules } = props;
  const { id } = report;
  const [isAsking, setAsking] = useState(false);
  const draft = drafts.of(id) ?? report;
  const run = useRunNow(report);
  const changes = useReportChanges((change) => {
    drafts.drop(id);
    if (change.kind === 'remove') locationService.push(REPORTS_PATH);
  });
  const own = schedules?.filter((schedule) => schedule.report === id) ?? [];
  const duplicate = (): void => {
    drafts.set(NEW, { ...draft, id: '', title: t('reports.copy-of', 'Copy of {{- title}}', { title: draft.title }) });
    locationService.push(`${REPORTS_PATH}/${NEW}`);
  };
  return (
    <ReportFrame
      report={report}
      tab={tab}
      schedules={own}
      actions={
        isEditor() ? (
          <ReportActions
            report={report}
            isChanged={drafts.changed.has(id)}
            isBusy={changes.isBusy}
            onRun={() => setAsking(true)}
            onSave={() => changes.change({ kind: 'change', report: draft })}
            onDiscard={() => {
              changes.reset();
              drafts.drop(id);
            }}
            onDuplicate={duplicate}
            onRemove={() => changes.change({ kind: 'remove', id })}
          />
        ) : undefined
      }
    >
      {tab !== 'edit' && changes.error !== undefined && <ChangeError scope="reports" error={changes.error} />}
      <TabContent {...props} draft={draft} own={own} error={changes.error} />
      {isAsking && (
        <RunDialog
          report={report}
          isChanged={drafts.changed.has(id)}
          isBusy={run.isPending}
          error={run.error ?? undefined}
          onRun={(request) => run.mutate(request, { onSuccess: () => setAsking(false) })}
          onClose={() => {
            run.reset();
            setAsking(false);
          }}
        />
      )}
    </ReportFrame>
  );
}

/** What stands where an address names a report that there is not. */
export const UnknownReport = ({ id }: { readonly id: string }) => (
  <Alert severity="info" title={t('reports.unknown', 'There is no report “{{- id}}”', { id })} />
);
