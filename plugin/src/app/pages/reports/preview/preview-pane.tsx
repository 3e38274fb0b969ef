import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Combobox, Field, Input, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import type { Recipient } from '@callsight/contract/reports/recipient';
import { localeName } from '../builder/locale-field';
import { atWall, wallOf } from '../model/report-period';
import type { Draft } from '../model/report-draft';
import type { RenderContext } from '../reports-api';
import { DownloadMenu } from './download-menu';
import { MailView } from './mail-view';
import { PageFrame } from './page-frame';
import { PdfView } from './pdf-view';
import type { PagePreview } from './use-page-preview';

const VIEWS = ['page', 'phone', 'mail', 'pdf'] as const;
type View = (typeof VIEWS)[number];

const viewName = (view: View): string =>
  ({
    page: t('reports.preview.page', 'Page'),
    phone: t('reports.preview.phone', 'Phone'),
    mail: t('reports.preview.mail', 'Mail'),
    pdf: t('reports.preview.pdf', 'PDF'),
  })[view];

/** A screen that is narrower than this shows a report as a phone does, in pixels. */
const NARROW = 700;

/** Widths of screens that a report is shown on, in pixels. */
const WIDTHS = { page: 920, phone: 390 } as const;

const isPage = (view: View): view is keyof typeof WIDTHS => view in WIDTHS;

interface ContextProps {
  readonly timezone: string;
  readonly recipients: readonly Recipient[];
  readonly context: RenderContext;
  readonly onChange: (context: RenderContext) => void;
}

const NOBODY = '';

/** As whom, and as if it were planned for when, the report is shown. */
function ContextFields({ timezone, recipients, context, onChange }: ContextProps) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const { plannedAt, recipient } = context;
  const wall = plannedAt === undefined ? undefined : wallOf(Date.parse(plannedAt), timezone);
  const nobody = { value: NOBODY, label: t('reports.preview.nobody', 'Everybody') };
  const options = recipients.map(({ email, locale }) => ({
    value: email,
    label: email,
    ...(locale === undefined ? {} : { description: localeName(locale) }),
  }));
  return (
    <div className={styles.context}>
      {recipients.length > 0 && (
        <Field label={t('reports.preview.as', 'As seen by')} htmlFor={`${id}-as`} noMargin>
          <Combobox
            id={`${id}-as`}
            width={26}
            options={[nobody, ...options]}
            value={recipient?.email ?? NOBODY}
            onChange={({ value }) => {
              const chosen = recipients.find(({ email }) => email === value);
              // `kind` says how a mail is addressed, and nothing of the report.
              const { kind: _kind, ...shown } = chosen ?? { kind: undefined, email: '' };
              onChange({ plannedAt, recipient: chosen === undefined ? undefined : shown });
            }}
          />
        </Field>
      )}
      <Field label={t('reports.preview.planned', 'As planned for (empty: now)')} htmlFor={`${id}-at`} noMargin>
        <Input
          id={`${id}-at`}
          type="datetime-local"
          width={28}
          value={wall === undefined ? '' : `${wall.date}T${wall.time}`}
          onChange={({ currentTarget: { value } }) => {
            const [date, time] = value.split('T');
            const at = date === undefined || time === undefined ? Number.NaN : atWall({ date, time }, timezone);
            onChange({ recipient, plannedAt: Number.isNaN(at) ? undefined : new Date(at).toISOString() });
          }}
        />
      </Field>
    </div>
  );
}

interface Props extends Omit<ContextProps, 'timezone'> {
  readonly draft: Draft;
  readonly preview: PagePreview;
}

function PreviewFailed({ error, isOutdated }: { readonly error: Error; readonly isOutdated: boolean }) {
  return (
    // An alert grows with what is around it.
    <div>
      <Alert
        severity="warning"
        title={
          isOutdated
            ? t('reports.preview.outdated', 'This is the report before the last change, which cannot be shown')
            : t('reports.preview.failed', 'The report cannot be shown')
        }
      >
        {error.message}
      </Alert>
    </div>
  );
}

/** The report as the service makes it of what is entered, saved or not. */
export function PreviewPane({ draft, preview, ...contextProps }: Props) {
  const styles = useStyles2(getStyles);
  const [view, setView] = useState<View>(window.innerWidth < NARROW ? 'phone' : 'page');
  const { page, isBusy, error } = preview;
  return (
    <section className={styles.pane} aria-label={t('reports.preview.label', 'Preview')} aria-busy={isBusy}>
      <div className={styles.bar}>
        <RadioButtonGroup
          aria-label={t('reports.preview.view', 'View')}
          options={VIEWS.map((value) => ({ value, label: viewName(value) }))}
          value={view}
          onChange={setView}
        />
        <DownloadMenu draft={draft} context={contextProps.context} />
        <span role="status" className={styles.busy}>
          {isBusy && isPage(view) && t('reports.preview.busy', 'Updating…')}
        </span>
        <ContextFields {...contextProps} timezone={draft.timezone} />
      </div>
      {error !== undefined && <PreviewFailed error={error} isOutdated={page !== undefined} />}
      <div className={styles.paper}>
        {view === 'pdf' && <PdfView draft={draft} context={contextProps.context} />}
        {view === 'mail' && <MailView draft={draft} context={contextProps.context} />}
        {isPage(view) && page !== undefined && (
          <PageFrame
            key={view}
            page={page}
            pageWidth={WIDTHS[view]}
            title={t('reports.preview.frame', 'Preview of “{{- title}}”', { title: draft.title })}
          />
        )}
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0, height: '100%' }),
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: theme.spacing(1) }),
  busy: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '32px',
    flex: 1,
  }),
  context: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  paper: css({
    display: 'flex',
    flex: 1,
    justifyContent: 'center',
    minHeight: 480,
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
});
