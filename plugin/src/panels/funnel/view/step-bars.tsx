import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { Bar } from './bar';
import { useChart } from './chart-context';

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
      style={isCompared ? (isVertical ? { paddingTop: 16 } : { paddingRight: 48 }) : {}}
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
