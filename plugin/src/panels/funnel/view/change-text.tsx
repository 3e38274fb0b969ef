import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { formatChange } from '../words/format-change';

interface Props {
  readonly now: number | null;
  readonly before: number | null | undefined;
}

/** How a rate changed against the earlier range; a higher one is better. */
export function ChangeText({ now, before }: Props) {
  const styles = useStyles2(getStyles);
  const text = formatChange(now, before ?? null);
  if (text === undefined) return null;
  const tone = text.startsWith('+') ? styles.better : text.startsWith('−') ? styles.worse : styles.same;
  return <span className={cx(styles.text, tone)}>{text}</span>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  }),
  better: css({ color: theme.colors.success.text }),
  worse: css({ color: theme.colors.error.text }),
  same: css({ color: theme.colors.text.secondary }),
});
