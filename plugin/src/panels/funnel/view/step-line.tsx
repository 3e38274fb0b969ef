import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { chosenRate } from '../model/chosen-rate';
import { onlyCell } from '../model/funnel-model';
import { formatCount, formatRate } from '../format/numbers';
import { useChart } from './chart-context';
import { StepBars } from './step-bars';

interface Props {
  readonly step: number;
}

/** A step on one line, where there is room for no more: title, bars, rate. */
export function StepLine({ step }: Props) {
  const styles = useStyles2(getStyles);
  const { model, layout, options } = useChart();
  const title = model.steps[step]?.title ?? '';
  const cell = onlyCell(model, step);
  return (
    <div className={styles.line} style={{ minHeight: layout.stepSize }} role="group" aria-label={title}>
      <span className={styles.title} title={title}>
        {title}
      </span>
      <div className={styles.bars}>
        <StepBars step={step} />
      </div>
      {cell && (
        <span className={styles.number}>
          {step === 0 ? formatCount(cell.reached, true) : formatRate(chosenRate(cell, options.rateOf).rate)}
        </span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'grid', gridColumn: '1 / -1', gridTemplateColumns: 'subgrid', alignItems: 'center' }),
  title: css({
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
  bars: css({ minWidth: 0 }),
  number: css({
    fontSize: theme.typography.bodySmall.fontSize,
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  }),
});
