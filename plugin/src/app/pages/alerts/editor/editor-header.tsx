import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import { levelName } from '../model/state-texts';
import type { Draft } from '../model/draft';
import type { Watched } from '../model/watched';
import { LevelMark } from '../overview/level-mark';
import { MuteMenu } from '../overview/mute-menu';
import { RemoveButton } from '../../../controls/remove-button';

interface Props {
  readonly watched: Watched | undefined;
  readonly draft: Draft;
  readonly isChanged: boolean;
  readonly isComplete: boolean;
  readonly canEdit: boolean;
  readonly isBusy: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onRemove: () => void;
  readonly onMute: (until: number | undefined) => void;
  readonly onBack: () => void;
}

/** What a threshold is called while it is entered. */
export const titleOf = ({ title }: Draft): string => (title === '' ? t('alerts.editor.new', 'New threshold') : title);

const versionText = ({ threshold: { version } }: Watched): string =>
  version === 0
    ? t('alerts.editor.built-in', 'built in')
    : t('alerts.editor.version', 'version {{- version}}', { version });

/** What can be done with a threshold. */
function Actions({ watched, draft, isChanged, isComplete, canEdit, isBusy, ...on }: Omit<Props, 'onBack'>) {
  const styles = useStyles2(getStyles);
  const isOff = !canEdit || isBusy;
  const isMuted = watched?.states.some(({ suppressed_by: by }) => by === 'mute') === true;
  return (
    <div className={styles.actions}>
      {watched !== undefined && <MuteMenu isMuted={isMuted} disabled={isOff} onMute={on.onMute} />}
      {watched !== undefined && watched.threshold.version > 0 && (
        <RemoveButton
          question={t('alerts.editor.remove-title', 'Delete “{{- title}}”?', { title: draft.title })}
          consequence={t(
            'alerts.editor.remove-text',
            'It goes with all its versions. One that replaces a built-in threshold goes, too: the built-in one is back then.',
          )}
          disabled={isOff}
          onRemove={on.onRemove}
        />
      )}
      <Button variant="secondary" disabled={!isChanged || isBusy} onClick={on.onDiscard}>
        {t('alerts.editor.discard', 'Discard')}
      </Button>
      <Button disabled={isOff || !isChanged || !isComplete} onClick={on.onSave}>
        {t('alerts.editor.save', 'Save')}
      </Button>
    </div>
  );
}

/** Title and state of a threshold, and what can be done with it. */
export function EditorHeader({ onBack, ...props }: Props) {
  const { watched, draft } = props;
  const styles = useStyles2(getStyles);
  return (
    <header className={styles.header}>
      <div>
        <Button className={styles.back} size="sm" fill="text" icon="arrow-left" onClick={onBack}>
          {t('alerts.editor.back', 'All thresholds')}
        </Button>
        <h2 className={styles.title} tabIndex={-1} data-editor-title>
          {watched !== undefined && <LevelMark level={watched.level} />} {titleOf(draft)}
        </h2>
        {watched !== undefined && (
          <span className={styles.state}>{`${levelName(watched.level)} · ${versionText(watched)}`}</span>
        )}
      </div>
      <Actions {...props} />
    </header>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    justifyContent: 'space-between',
    alignItems: 'flex-start',
  }),
  title: css({ fontSize: theme.typography.h4.fontSize, margin: 0, outline: 'none' }),
  state: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  // Where there is room, list and editor stand side by side.
  back: css({ marginLeft: theme.spacing(-1), [theme.breakpoints.up('lg')]: { display: 'none' } }),
});
