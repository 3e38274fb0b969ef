import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Draft } from '../model/report-draft';
import { renderFile, type RenderContext } from '../reports-api';
import { PageFrame } from './page-frame';
import { readMail } from './read-mail';
import { useSettled } from './use-settled';

/** A message is made when nothing was entered for so long. */
const PAUSE_MS = 600;
const STALE_MS = 300_000;

/** Width that mails are laid out for, in pixels. */
const WIDTH = 700;

interface Props {
  readonly draft: Draft;
  readonly context: RenderContext;
}

interface Asked extends RenderContext {
  readonly draft: Draft;
}

/** The report as a mail: its subject, and the very message that is sent. */
export function MailView({ draft, context }: Props) {
  const styles = useStyles2(getStyles);
  const asked = useSettled(JSON.stringify({ draft, ...context } satisfies Asked), PAUSE_MS);
  const { data, error, isPending } = useQuery({
    queryKey: ['report-mail', asked],
    queryFn: async ({ signal }) => {
      const { draft: shown, ...rest } = JSON.parse(asked) as Asked;
      return readMail(await renderFile(shown, 'mail', rest, signal));
    },
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
    gcTime: STALE_MS,
    retry: false,
  });
  if (error !== null)
    return (
      <Alert severity="error" title={t('reports.mail.failed', 'The mail could not be made')}>
        {error.message}
      </Alert>
    );
  if (isPending) return <LoadingPlaceholder text={t('reports.mail.busy', 'Making the mail…')} />;
  return (
    <div className={styles.view}>
      <dl className={styles.head}>
        <dt>{t('reports.mail.subject', 'Subject')}</dt>
        <dd>{data.subject}</dd>
        {data.attachments.length > 0 && (
          <>
            <dt>{t('reports.mail.attachments', 'Attachments')}</dt>
            <dd>{data.attachments.join(', ')}</dd>
          </>
        )}
      </dl>
      <PageFrame
        page={data.page}
        pageWidth={WIDTH}
        title={t('reports.mail.frame', 'Mail of “{{- title}}”', { title: draft.title })}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }),
  head: css({
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    padding: theme.spacing(1, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, overflowWrap: 'anywhere' },
  }),
});
