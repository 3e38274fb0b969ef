import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { chosenRate } from '../model/chosen-rate';
import type { FunnelCell } from '../model/funnel-model';
import { formatRate } from '../format/numbers';
import { useChart } from './chart-context';
import { FittingLine } from './fitting-line';

interface Props {
  readonly cell: FunnelCell;
}

/** Sizes of a label, in pixels; `gap` is between it and its bar. */
export const LABEL = { fontSize: 11, lineHeight: 12, gap: 3 } as const;

/** Thickness of a row from which on its label does not run into the next one's. */
const MIN_ROW = 11;

/** Where a bar with its mark ends, as a share of the whole length. */
const endOf = ({ rateTotal, totalHigh }: FunnelCell, hasMark: boolean): number =>
  Math.min(1, Math.max(rateTotal ?? 0, hasMark ? (totalHigh ?? 0) : 0));

/** The rate of one of several segments, at the end of its bar. */
export function BarLabel({ cell }: Props) {
  const styles = useStyles2(getStyles);
  const { layout, options } = useChart();
  const isVertical = layout.orientation === 'vertical';
  const { rate } = chosenRate(cell, options.rateOf);
  if (rate === null || (!isVertical && layout.barSize < MIN_ROW)) return null;
  const at = `calc(${endOf(cell, options.showIntervals) * 100}% + ${LABEL.gap}px)`;
  return isVertical ? (
    <span className={styles.column} style={{ bottom: at }} aria-hidden>
      <FittingLine className={styles.line} isOptional>
        {formatRate(rate)}
      </FittingLine>
    </span>
  ) : (
    <span className={styles.row} style={{ left: at }} aria-hidden>
      {formatRate(rate)}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const label = {
    position: 'absolute',
    pointerEvents: 'none',
    fontSize: LABEL.fontSize,
    lineHeight: `${LABEL.lineHeight}px`,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    color: theme.colors.text.secondary,
  } as const;
  return {
    // As wide as the bar and half of the gaps beside it.
    column: css({ ...label, left: -1.5, right: -1.5 }),
    line: css({ justifyContent: 'center' }),
    row: css({ ...label, top: '50%', transform: 'translateY(-50%)' }),
  };
};
