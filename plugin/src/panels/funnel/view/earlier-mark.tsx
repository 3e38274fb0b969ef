import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useChart } from './chart-context';

interface Props {
  readonly rate: number | null;
}

/** How long the bar was in the range that is compared with: its outline, or a mark at its end. */
export function EarlierMark({ rate }: Props) {
  const styles = useStyles2(getStyles);
  const { layout, options } = useChart();
  if (rate === null) return null;
  const isVertical = layout.orientation === 'vertical';
  const at = `${rate * 100}%`;
  if (options.compareDisplay === 'outline') {
    return (
      <span
        className={isVertical ? styles.outlineColumn : styles.outlineRow}
        style={isVertical ? { height: at } : { width: at }}
        aria-hidden
      />
    );
  }
  return (
    <span
      className={isVertical ? styles.markColumn : styles.markRow}
      style={isVertical ? { bottom: at } : { left: at }}
      aria-hidden
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const over = { position: 'absolute', pointerEvents: 'none', zIndex: 1 } as const;
  const outline = { ...over, border: `1.5px dashed ${theme.colors.text.secondary}`, borderRadius: 3 } as const;
  return {
    outlineColumn: css({ ...outline, left: -3, right: -3, bottom: 0, borderBottom: 'none' }),
    outlineRow: css({ ...outline, top: -2, bottom: -2, left: 0, borderLeft: 'none' }),
    markColumn: css({ ...over, left: -4, right: -4, height: 2, background: theme.colors.text.primary }),
    markRow: css({ ...over, top: -3, bottom: -3, width: 2, background: theme.colors.text.primary }),
  };
};
