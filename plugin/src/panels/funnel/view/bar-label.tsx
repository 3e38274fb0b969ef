import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { chosenRate } from '../model/chosen-rate';
import type { FunnelCell } from '../model/funnel-model';
import { formatRate } from '../format/numbers';
import { useChart } from './chart-context';

interface Props {
  readonly cell: FunnelCell;
}

/** Least thickness of a bar whose label does not run into the next one's. */
const COLUMN = 38;
const ROW = 11;

/** Where a bar with its mark ends, as a share of the whole length. */
const endOf = ({ rateTotal, totalHigh }: FunnelCell, hasMark: boolean): number =>
  Math.min(1, Math.max(rateTotal ?? 0, hasMark ? (totalHigh ?? 0) : 0));

/** The rate of one of several segments, at the end of its bar. */
export function BarLabel({ cell }: Props) {
  const styles = useStyles2(getStyles);
  const { layout, options } = useChart();
  const isVertical = layout.orientation === 'vertical';
  const { rate } = chosenRate(cell, options.rateOf);
  if (rate === null || layout.barSize < (isVertical ? COLUMN : ROW)) return null;
  const at = `calc(${endOf(cell, options.showIntervals) * 100}% + 3px)`;
  const place = isVertical ? { bottom: at } : { left: at };
  return (
    <span className={isVertical ? styles.column : styles.row} style={place} aria-hidden>
      {formatRate(rate)}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const label = {
    position: 'absolute',
    pointerEvents: 'none',
    fontSize: 11,
    lineHeight: '12px',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    color: theme.colors.text.secondary,
  } as const;
  return {
    column: css({ ...label, left: '50%', transform: 'translateX(-50%)' }),
    row: css({ ...label, top: '50%', transform: 'translateY(-50%)' }),
  };
};
