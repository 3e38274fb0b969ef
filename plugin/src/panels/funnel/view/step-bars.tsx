import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { Bar } from './bar';
import { LABEL } from './bar-label';
import { useChart } from './chart-context';

/** A label is four digits, a point and a percent sign at most: less than seven digits wide in any typeface. */
const LABEL_ROOM = {
  paddingRight: `calc(7ch + ${LABEL.gap}px)`,
  fontSize: LABEL.fontSize,
  fontVariantNumeric: 'tabular-nums',
};

interface Props {
  readonly step: number;
}

/** Bars of a step, one for each segment, side by side. */
export function StepBars({ step }: Props) {
  const styles = useStyles2(getStyles);
  const { model, layout } = useChart();
  const isVertical = layout.orientation === 'vertical';
  const isCompared = model.segments.length > 1;
  return (
    <div
      className={isVertical ? styles.columns : styles.rows}
      // Room for labels behind the longest bars.
      style={isCompared ? (isVertical ? { paddingTop: LABEL.lineHeight + 4 } : LABEL_ROOM) : {}}
    >
      {model.segments.map((segment, index) => (
        <Bar key={segment.label} segment={index} step={step} />
      ))}
    </div>
  );
}

const getStyles = () => ({
  columns: css({ display: 'flex', flex: 1, minHeight: 48, justifyContent: 'center', gap: 3, margin: '4px 0' }),
  rows: css({ display: 'flex', flexDirection: 'column', gap: 3, minWidth: 0 }),
});
