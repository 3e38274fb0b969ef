import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { TimeBin } from '../model/funnel-model';
import { formatTime } from '../format/numbers';

interface Props {
  readonly bins: readonly TimeBin[];
}

/** How long units took from the step before. Bins double, so each has the same width. */
export function TimeHistogram({ bins }: Props) {
  const styles = useStyles2(getStyles);
  const max = Math.max(...bins.map(({ count }) => count));
  return (
    <div role="img" aria-label={t('funnel-panel.tooltip.histogram', 'How long it took from the step before')}>
      <div className={styles.bars}>
        {bins.map(({ fromS, count }) => (
          <span key={fromS} className={styles.bar} style={{ height: `${(count / max) * 100}%` }} />
        ))}
      </div>
      <div className={styles.axis}>
        <span>{formatTime(bins[0]?.fromS ?? 0)}</span>
        <span>{formatTime(bins.at(-1)?.toS ?? 0)}</span>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bars: css({ display: 'flex', alignItems: 'flex-end', gap: 1, height: 36 }),
  bar: css({ flex: 1, minHeight: 1, background: theme.colors.text.secondary, borderRadius: '1px 1px 0 0' }),
  axis: css({
    display: 'flex',
    justifyContent: 'space-between',
    borderTop: `1px solid ${theme.colors.border.medium}`,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
