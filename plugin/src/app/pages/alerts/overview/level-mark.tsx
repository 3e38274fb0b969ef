import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { levelName } from '../model/state-texts';
import type { WatchedLevel } from '../model/watched';

/** Shapes differ, so that nobody has to tell colours apart. */
const ICONS: Readonly<Record<WatchedLevel, IconName>> = {
  critical: 'exclamation-circle',
  warning: 'exclamation-triangle',
  failed: 'question-circle',
  ok: 'check-circle',
  learning: 'book-open',
  suppressed: 'bell-slash',
  closed: 'clock-nine',
  waiting: 'hourglass',
  paused: 'pause',
};

interface Props {
  readonly level: WatchedLevel;
}

/** A level as an icon with its name. */
export function LevelMark({ level }: Props) {
  const styles = useStyles2(getStyles);
  return <Icon name={ICONS[level]} className={cx(styles.icon, styles[level])} title={levelName(level)} />;
}

const getStyles = (theme: GrafanaTheme2) => {
  const quiet = css({ color: theme.colors.text.secondary });
  return {
    icon: css({ flexShrink: 0 }),
    critical: css({ color: theme.colors.error.text }),
    warning: css({ color: theme.colors.warning.text }),
    failed: css({ color: theme.colors.warning.text }),
    ok: css({ color: theme.colors.success.text }),
    learning: css({ color: theme.colors.info.text }),
    suppressed: quiet,
    closed: quiet,
    waiting: quiet,
    paused: quiet,
  };
};
