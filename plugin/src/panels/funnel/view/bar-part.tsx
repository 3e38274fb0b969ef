import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { cellId, type CellRef, sameCell } from '../model/cell-ref';
import { cellLabel } from '../format/cell-texts';
import { useChart } from './chart-context';
import { partFill, segmentColor } from './bar-colors';

interface Props {
  readonly cell: CellRef;
  /** Where it begins and how long it is, as shares of the whole length. */
  readonly from: number;
  readonly share: number;
}

/** A part of a bar: a button that lists its calls. */
export function BarPart({ cell, from, share }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { model, layout, focused, onFocus, onPoint, onOpen } = useChart();
  const isVertical = layout.orientation === 'vertical';
  const at = `${from * 100}%`;
  const size = `max(2px, ${share * 100}%)`;
  const position = isVertical ? { bottom: at, height: size } : { left: at, width: size };
  const isFocused = focused !== undefined && sameCell(focused, cell);
  return (
    <button
      type="button"
      data-cell={cellId(cell)}
      className={cx(styles.part, isVertical ? styles.vertical : styles.horizontal)}
      style={{ ...position, background: partFill(theme, cell.end, segmentColor(theme, cell.segment)) }}
      tabIndex={isFocused ? 0 : -1}
      aria-label={cellLabel(model, cell)}
      onFocus={({ currentTarget }) => {
        onFocus(cell);
        if (currentTarget.matches(':focus-visible')) onPoint(cell, currentTarget);
      }}
      onBlur={() => onPoint()}
      onMouseEnter={({ currentTarget }) => onPoint(cell, currentTarget)}
      onMouseLeave={() => onPoint()}
      onClick={() => {
        onPoint();
        onOpen(cell);
      }}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  part: css({
    position: 'absolute',
    padding: 0,
    border: 'none',
    cursor: 'pointer',
    borderRadius: 2,
    '&:hover': { filter: theme.isDark ? 'brightness(1.2)' : 'brightness(0.92)' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1, zIndex: 2 },
  }),
  vertical: css({ left: 0, right: 0 }),
  horizontal: css({ top: 0, bottom: 0 }),
});
