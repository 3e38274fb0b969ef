import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Report } from '@callsight/contract/reports/report';
import { tableStyles } from '../../../controls/table-styles';
import { type Draft, draftOf } from '../model/report-draft';
import { timeText } from '../model/time-texts';
import { changesOf } from '../model/version-changes';
import { PreviewPane } from '../preview/preview-pane';
import { usePagePreview } from '../preview/use-page-preview';
import { readVersions, type RenderContext } from '../reports-api';

interface Props {
  readonly report: Report;
  readonly catalogue: Catalogue;
  readonly canEdit: boolean;
  /** Puts a version into the form, where it can be looked at and saved as the next one. */
  readonly onTake: (draft: Draft) => void;
}

function VersionPreview({ draft }: { readonly draft: Draft }) {
  const styles = useStyles2(getStyles);
  const [context, setContext] = useState<RenderContext>({});
  const preview = usePagePreview(draft, context);
  return (
    <div className={styles.preview}>
      <PreviewPane draft={draft} preview={preview} recipients={[]} context={context} onChange={setContext} />
    </div>
  );
}

function VersionRow({
  version,
  before,
  isCurrent,
  isShown,
  onShow,
  catalogue,
  canEdit,
  onTake,
}: Omit<Props, 'report'> & {
  readonly version: Report;
  readonly before: Report | undefined;
  readonly isCurrent: boolean;
  readonly isShown: boolean;
  readonly onShow: () => void;
}) {
  const styles = useStyles2(getStyles);
  const number = version.version;
  const changes = before === undefined ? [] : changesOf(draftOf(before), draftOf(version), catalogue);
  return (
    <tr>
      <th scope="row">
        {number}
        {isCurrent && ` · ${t('reports.versions.current', 'current')}`}
      </th>
      <td>{version.updated_at !== undefined && timeText(version.updated_at)}</td>
      <td>{before === undefined ? t('reports.versions.first', 'the oldest that is kept') : changes.join(' · ')}</td>
      <td>
        <div className={styles.actions}>
          <Button
            size="sm"
            variant="secondary"
            aria-pressed={isShown}
            aria-label={t('reports.versions.show-label', 'Show version {{- version}}', { version: number })}
            onClick={onShow}
          >
            {t('reports.versions.show', 'Show')}
          </Button>
          {canEdit && !isCurrent && (
            <Button
              size="sm"
              variant="secondary"
              aria-label={t('reports.versions.take-label', 'Take version {{- version}} into the form', {
                version: number,
              })}
              onClick={() => onTake(draftOf(version))}
            >
              {t('reports.versions.take', 'Take into the form')}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

/** The versions of a report: what changed in each, what each says, and the way back to it. */
export function VersionsView({ report, ...rest }: Props) {
  const tables = useStyles2(tableStyles);
  const [shown, setShown] = useState<number>();
  const { data, error } = useQuery({
    queryKey: ['report-versions', report.id, report.version],
    queryFn: () => readVersions(report.id),
  });
  if (error !== null) {
    return (
      <Alert severity="error" title={t('reports.versions.failed', 'The versions could not be read')}>
        {error.message}
      </Alert>
    );
  }
  if (data === undefined) return <LoadingPlaceholder text={t('reports.versions.loading', 'Reading…')} />;
  const chosen = data.find(({ version }) => version === shown);
  return (
    <>
      <div className={tables.scroll}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{t('reports.versions.version', 'Version')}</th>
              <th scope="col">{t('reports.versions.saved', 'Saved')}</th>
              <th scope="col">{t('reports.versions.changes', 'Changed')}</th>
              <th scope="col">{t('reports.versions.actions', 'Actions')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((version, index) => (
              <VersionRow
                key={version.version}
                {...rest}
                version={version}
                before={data[index + 1]}
                isCurrent={version.version === report.version}
                isShown={version.version === shown}
                onShow={() => setShown(version.version === shown ? undefined : version.version)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {chosen !== undefined && <VersionPreview key={shown} draft={draftOf(chosen)} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  preview: css({ height: '80vh', marginTop: theme.spacing(2) }),
});
