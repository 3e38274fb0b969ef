import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

interface Props {
  readonly texts: readonly string[];
}

/** What an answer says beside its numbers, such as a step that no call has told. */
export function Notices({ texts }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line} role="status" title={texts.join('\n')}>
      <Icon name="exclamation-triangle" size="sm" />
      <span className={styles.text}>{texts.join(' · ')}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    height: 20,
    padding: theme.spacing(0, 0.75),
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  text: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
