import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Stack, useStyles2 } from '@grafana/ui';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import { type Draft, inputOf, isComplete } from '../model/draft';
import type { Watched } from '../model/watched';
import { PreviewView } from '../preview/preview-view';
import { usePreview } from '../preview/use-preview';
import { ChangeError } from '../../../controls/change-error';
import { EditorHeader, titleOf } from './editor-header';
import { GroupsTable } from './groups-table';
import { MoreFields } from './more-fields';
import { NameFields } from './name-fields';
import { NoisyNotice } from './noisy-notice';
import { WatchFields } from './watch-fields';

interface Props {
  /** Undefined for a new one. */
  readonly watched: Watched | undefined;
  readonly draft: Draft;
  readonly isChanged: boolean;
  readonly taken: readonly string[];
  readonly catalogue: Catalogue;
  readonly canEdit: boolean;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  readonly onChange: (draft: Draft) => void;
  /** @param taken ids that a new one cannot have */
  readonly onSave: (taken: readonly string[]) => void;
  readonly onDiscard: () => void;
  readonly onRemove: () => void;
  readonly onMute: (until: number | undefined) => void;
  readonly onBack: () => void;
}

/** What went wrong with a threshold, and what is too much of it. */
function Notices({ watched, draft, canEdit, error, onChange }: Props) {
  return (
    <>
      {error !== undefined && <ChangeError error={error} />}
      {watched?.failure !== undefined && (
        <Alert severity="warning" title={t('alerts.editor.failed', 'It could not be judged; its last states stand')}>
          {watched.failure}
        </Alert>
      )}
      {watched !== undefined && <NoisyNotice watched={watched} draft={draft} canEdit={canEdit} onChange={onChange} />}
    </>
  );
}

const missingText = ({ metric }: Draft): string =>
  metric === ''
    ? t('alerts.editor.choose-metric', 'Choose a metric: what it would have done in the last 14 days is shown here.')
    : t('alerts.editor.choose-limit', 'Enter a limit: what it would have done in the last 14 days is shown here.');

/** A threshold: what it watches, what it would have done, and how things are with its groups. */
export function ThresholdEditor(props: Props) {
  const { watched, draft, taken, catalogue, canEdit, onChange } = props;
  const styles = useStyles2(getStyles);
  const input = isComplete(draft) ? inputOf(draft, taken) : undefined;
  const preview = usePreview(input);
  const metric = catalogue.metrics.find(({ id }) => id === draft.metric);
  const { title, unit } = metric ?? { title: draft.metric, unit: watched?.unit ?? 'short' };
  return (
    <section className={styles.editor} aria-label={titleOf(draft)}>
      <EditorHeader {...props} isComplete={input !== undefined} onSave={() => props.onSave(taken)} />
      <Notices {...props} />
      <fieldset disabled={!canEdit} className={styles.fields}>
        <Stack direction="column" gap={2}>
          <NameFields draft={draft} placeholder={title} onChange={onChange} />
          <WatchFields draft={draft} catalogue={catalogue} unit={unit} onChange={onChange} />
          <MoreFields draft={draft} isNew={watched === undefined} taken={taken} onChange={onChange} />
        </Stack>
      </fieldset>
      {input === undefined ? (
        <p className={styles.hint}>{missingText(draft)}</p>
      ) : (
        <PreviewView {...preview} threshold={input} unit={unit} />
      )}
      {watched !== undefined && watched.states.length > 1 && <GroupsTable watched={watched} />}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    minWidth: 0,
  }),
  fields: css({ border: 0, margin: theme.spacing(2, 0), padding: 0, minWidth: 0 }),
  hint: css({ color: theme.colors.text.secondary }),
});
