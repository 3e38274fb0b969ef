import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { formatCount } from '../format/numbers';
import { legendEntries } from '../format/legend-entries';
import { useChart } from './chart-context';
import { partFill, segmentColor } from './bar-colors';

/** What colors and fillings mean. */
export function Legend() {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { model, options } = useChart();
  const isCompared = model.segments.length > 1;
  const hue = isCompared ? theme.colors.text.secondary : segmentColor(theme, 0);
  return (
    <ul className={styles.legend} aria-label={t('funnel-panel.legend.label', 'Legend')}>
      {isCompared &&
        model.segments.map(({ label }, index) => (
          <li key={label} className={styles.entry}>
            <span className={styles.swatch} style={{ background: segmentColor(theme, index) }} />
            <span className={styles.label} title={label}>
              {label}
            </span>
          </li>
        ))}
      {model.hidden > 0 && (
        <li className={styles.entry}>
          {t('funnel-panel.legend.hidden', 'and {{- number}} more', { number: formatCount(model.hidden) })}
        </li>
      )}
      {legendEntries(model, options).map(({ end, text }) => (
        <li key={end} className={styles.entry}>
          <span
            className={end === 'earlier' ? styles.outline : styles.swatch}
            style={end === 'earlier' ? {} : { background: partFill(theme, end, hue) }}
          />
          {text}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    margin: 0,
    padding: theme.spacing(0.5, 0.75, 0),
    listStyle: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    flexShrink: 0,
    maxHeight: 40,
    overflow: 'hidden',
  }),
  entry: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    maxWidth: '100%',
    whiteSpace: 'nowrap',
  }),
  label: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
  swatch: css({ flexShrink: 0, width: 12, height: 8, borderRadius: 2 }),
  outline: css({
    flexShrink: 0,
    width: 12,
    height: 8,
    borderRadius: 2,
    border: `1.5px dashed ${theme.colors.text.secondary}`,
  }),
});
