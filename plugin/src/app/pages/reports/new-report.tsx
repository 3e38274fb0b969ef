import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService, PluginPage } from '@grafana/runtime';
import { Alert, Button, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { getTimeZone } from '@grafana/data';
import type { ReportRange } from '@callsight/contract/reports/report';
import type { EditorTools } from '../../../fields/editor-tools';
import { ianaTimeZone } from '../../../fields/iana-time-zone';
import { isEditor } from '../../is-editor';
import { ReportBuilder } from './builder/report-builder';
import { TemplateGallery } from './list/template-gallery';
import { takenOver, type TakenOver } from './model/from-dashboard';
import { isFixed } from './model/report-period';
import { type Draft, inputOf, NEW } from './model/report-draft';
import { newReportPath, reportPath, REPORTS_PATH } from './report-paths';
import { readTemplates } from './reports-api';
import { useReportChanges } from './use-report-changes';
import type { ReportDrafts } from './use-report-drafts';

interface Props {
  readonly search: URLSearchParams;
  readonly tools: EditorTools;
  readonly drafts: ReportDrafts;
  readonly taken: readonly string[];
}

/** The template that the address names, with what the dashboard shows from which it was opened. */
function useTakenOver(search: URLSearchParams, tools: EditorTools) {
  const id = search.get('template');
  const timezone = ianaTimeZone(getTimeZone());
  const { data, error } = useQuery({
    queryKey: ['report-templates', 'en', timezone],
    queryFn: () => readTemplates('en', timezone),
    staleTime: Infinity,
    enabled: id !== null,
  });
  if (id === null || (data === undefined && error === null)) return { isReading: id !== null };
  const template = data?.find((one) => one.id === id);
  if (template === undefined) return { isReading: false, error: error ?? undefined };
  return { isReading: false, took: takenOver({ ...template.report, id: '' }, search, tools.catalogue) };
}

/** What of a dashboard a report cannot take over as it is. */
function Notices({ took, range }: { readonly took: TakenOver; readonly range: ReportRange }) {
  const { leftOut, isOtherRange } = took;
  return (
    <>
      {isFixed(range) && (
        <Alert
          severity="warning"
          title={t('reports.new.fixed', 'The dashboard shows fixed days, and so does this report')}
        >
          {t(
            'reports.new.fixed-text',
            'On a schedule it would say the same each time. Choose a period such as “Last week” for a report that is sent again and again.',
          )}
        </Alert>
      )}
      {isOtherRange && range === took.draft.range && (
        <Alert severity="info" title={t('reports.new.other-range', 'Reports have no such period as the dashboard')}>
          {t('reports.new.other-range-text', 'The period that is nearest to it was chosen.')}
        </Alert>
      )}
      {leftOut.length > 0 && (
        <Alert severity="info" title={t('reports.new.left-out', 'Not every filter was taken over')}>
          {t('reports.new.left-out-text', 'Some sections do not know {{- dimensions}}.', {
            dimensions: leftOut.join(', '),
          })}
        </Alert>
      )}
    </>
  );
}

interface FirstChoiceProps {
  /** Whether the template that the address names is being read. */
  readonly isReading: boolean;
  readonly error: Error | undefined;
  readonly onChoose: (draft: Draft) => void;
}

/** The templates, unless the address names one. */
function FirstChoice({ isReading, error, onChoose }: FirstChoiceProps) {
  if (isReading) return <LoadingPlaceholder text={t('reports.templates.loading', 'Reading the templates…')} />;
  return (
    <>
      {error !== undefined && (
        <Alert severity="error" title={t('reports.templates.failed', 'The templates could not be read')}>
          {error.message}
        </Alert>
      )}
      <TemplateGallery onChoose={onChoose} />
    </>
  );
}

/** Whoever may not save a report sees no form. */
const NotForViewers = () => (
  <PluginPage
    pageNav={{
      text: t('reports.new', 'New report'),
      parentItem: { text: t('reports.title', 'Reports'), url: REPORTS_PATH },
    }}
  >
    <p>{t('reports.new.viewer', 'Reports are made by editors.')}</p>
  </PluginPage>
);

/** A report that is not stored yet: what it begins as, then its form. */
function NewReportForm({ search, tools, drafts, taken }: Props) {
  const styles = useStyles2(getStyles);
  const { took, isReading, error } = useTakenOver(search, tools);
  const draft = drafts.of(NEW) ?? took?.draft;
  const untitled = t('reports.untitled', 'Report');
  const changes = useReportChanges((change) => {
    drafts.drop(NEW);
    if (change.kind === 'add') locationService.push(reportPath(change.report.id));
  });
  const discard = (): void => {
    changes.reset();
    drafts.drop(NEW);
    locationService.push(newReportPath());
  };
  const title = draft === undefined || draft.title === '' ? t('reports.new', 'New report') : draft.title;
  return (
    <PluginPage
      pageNav={{ text: title, parentItem: { text: t('reports.title', 'Reports'), url: REPORTS_PATH } }}
      renderTitle={(text) => <h1 className={styles.title}>{text}</h1>}
      subTitle={
        draft === undefined
          ? t('reports.new.choose', 'Choose what it begins as; everything can be changed.')
          : undefined
      }
      actions={
        draft !== undefined && (
          <div className={styles.actions}>
            <Button variant="secondary" disabled={changes.isBusy} onClick={discard}>
              {t('reports.discard', 'Discard')}
            </Button>
            <Button
              disabled={changes.isBusy}
              onClick={() => changes.change({ kind: 'add', report: inputOf(draft, taken, untitled) })}
            >
              {t('reports.save', 'Save')}
            </Button>
          </div>
        )
      }
    >
      {took !== undefined && draft !== undefined && <Notices took={took} range={draft.range} />}
      {draft === undefined ? (
        <FirstChoice isReading={isReading} error={error} onChoose={(chosen) => drafts.set(NEW, chosen)} />
      ) : (
        <ReportBuilder
          draft={draft}
          tools={tools}
          canEdit
          recipients={[]}
          error={changes.error}
          onChange={(next) => drafts.set(NEW, next)}
        />
      )}
    </PluginPage>
  );
}

/** The form, for those who may save it. */
export const NewReport = (props: Props) => (isEditor() ? <NewReportForm {...props} /> : <NotForViewers />);

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ fontSize: theme.typography.h2.fontSize, margin: 0, overflowWrap: 'anywhere' }),
  actions: css({ display: 'flex', gap: theme.spacing(1) }),
});
