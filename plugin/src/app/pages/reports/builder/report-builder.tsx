import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { Recipient } from '@callsight/contract/reports/recipient';
import { ServiceError } from '../../../api/request';
import { ChangeError } from '../../../controls/change-error';
import type { EditorTools } from '../../../../fields/editor-tools';
import { errorPlace } from '../model/error-place';
import type { Draft } from '../model/report-draft';
import { PreviewPane } from '../preview/preview-pane';
import { usePagePreview } from '../preview/use-page-preview';
import type { RenderContext } from '../reports-api';
import { BasicsFields } from './basics-fields';
import { SectionList } from './section-list';

interface Props {
  readonly draft: Draft;
  readonly tools: EditorTools;
  readonly canEdit: boolean;
  /** Who gets the report, for a preview as one of them. */
  readonly recipients: readonly Recipient[];
  /** Why it was not saved. */
  readonly error: Error | undefined;
  readonly onChange: (draft: Draft) => void;
}

/** What the service refuses, and where; the reason why it was not saved comes before that of the preview. */
function refusedPart(errors: readonly (Error | undefined)[]) {
  const error = errors.find((one) => one instanceof ServiceError && one.path !== undefined);
  if (!(error instanceof ServiceError)) return undefined;
  // The pointer before the message is for those who see only that.
  return { place: errorPlace(error.path), message: error.message.replace(/^\/\S+: /, '') };
}

/** The form of a report, and beside it what it says now; on a narrow page one of the two. */
export function ReportBuilder({ draft, tools, canEdit, recipients, error, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [context, setContext] = useState<RenderContext>({});
  const [shown, setShown] = useState<'form' | 'preview'>(canEdit ? 'form' : 'preview');
  const preview = usePagePreview(draft, context);
  const refused = refusedPart([error, preview.error]);
  const pane = (
    <PreviewPane draft={draft} preview={preview} recipients={recipients} context={context} onChange={setContext} />
  );
  if (!canEdit) return <div className={styles.alone}>{pane}</div>;
  return (
    <>
      <div className={styles.switch}>
        <RadioButtonGroup
          fullWidth
          aria-label={t('reports.builder.view', 'What is shown')}
          options={[
            { value: 'form' as const, label: t('reports.builder.form', 'Form') },
            { value: 'preview' as const, label: t('reports.builder.preview', 'Preview') },
          ]}
          value={shown}
          onChange={setShown}
        />
      </div>
      <div className={styles.builder}>
        <div className={cx(styles.form, shown !== 'form' && styles.notOnNarrow)}>
          {error !== undefined && <ChangeError scope="reports" error={error} />}
          <div className={styles.card}>
            <BasicsFields
              draft={draft}
              tools={tools}
              refused={refused === undefined ? undefined : { field: refused.place.field, message: refused.message }}
              onChange={onChange}
            />
          </div>
          <div className={styles.card}>
            <SectionList
              sections={draft.sections}
              tools={tools}
              refused={refused}
              onChange={(sections) => onChange({ ...draft, sections })}
            />
          </div>
        </div>
        <div className={cx(styles.preview, shown !== 'preview' && styles.notOnNarrow)}>{pane}</div>
      </div>
    </>
  );
}

/** Below this width form and preview take turns, in pixels. */
const WIDE = 900;

const getStyles = (theme: GrafanaTheme2) => {
  const wide = `@media (min-width: ${WIDE}px)`;
  return {
    switch: css({ marginBottom: theme.spacing(2), [wide]: { display: 'none' } }),
    builder: css({
      display: 'grid',
      gap: theme.spacing(2),
      alignItems: 'start',
      gridTemplateColumns: 'minmax(0, 1fr)',
      [wide]: { gridTemplateColumns: 'minmax(340px, 5fr) minmax(0, 7fr)' },
    }),
    form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minWidth: 0 }),
    card: css({
      padding: theme.spacing(2),
      background: theme.colors.background.secondary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      minWidth: 0,
    }),
    // It stays in sight while the form is scrolled; Grafana's own header is above it.
    preview: css({
      minWidth: 0,
      height: '80vh',
      [wide]: { position: 'sticky', top: 96, height: 'calc(100vh - 112px)' },
    }),
    notOnNarrow: css({ [`@media (max-width: ${WIDE - 0.02}px)`]: { display: 'none' } }),
    alone: css({ height: 'calc(100vh - 200px)', minHeight: 560 }),
  };
};
