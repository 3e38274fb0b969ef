import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useChart } from './chart-context';

interface Props {
  readonly low: number | null;
  readonly high: number | null;
}

/** The 95 % interval of a rate, as a line with caps over the end of its bar. */
export function IntervalMark({ low, high }: Props) {
  const styles = useStyles2(getStyles);
  const { layout } = useChart();
  if (low === null || high === null) return null;
  const from = `${low * 100}%`;
  const size = `${(high - low) * 100}%`;
  return layout.orientation === 'vertical' ? (
    <span className={styles.column} style={{ bottom: from, height: size }} aria-hidden />
  ) : (
    <span className={styles.row} style={{ left: from, width: size }} aria-hidden />
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const line = theme.colors.text.primary;
  const mark = { position: 'absolute', pointerEvents: 'none', opacity: 0.75, zIndex: 1 } as const;
  const both = `linear-gradient(${line}, ${line})`;
  return {
    column: css({
      ...mark,
      left: '50%',
      width: 7,
      minHeight: 3,
      marginLeft: -3.5,
      backgroundImage: `${both}, ${both}, ${both}`,
      backgroundRepeat: 'no-repeat',
      backgroundSize: '1px 100%, 100% 1px, 100% 1px',
      backgroundPosition: 'center, top, bottom',
    }),
    row: css({
      ...mark,
      top: '50%',
      height: 7,
      minWidth: 3,
      marginTop: -3.5,
      backgroundImage: `${both}, ${both}, ${both}`,
      backgroundRepeat: 'no-repeat',
      backgroundSize: '100% 1px, 1px 100%, 1px 100%',
      backgroundPosition: 'center, left, right',
    }),
  };
};
