import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { onlyCell } from '../model/funnel-model';
import { lostTexts, reachedTexts, timeTexts } from '../format/step-lines';
import { useChart } from './chart-context';
import { FittingLine } from './fitting-line';
import { PrimaryNumber } from './primary-number';
import { StepBars } from './step-bars';

interface Props {
  readonly step: number;
}

/** A step as a row: title and rate, bars, and what became of the others. */
export function StepRow({ step }: Props) {
  const styles = useStyles2(getStyles);
  const { model, layout, options } = useChart();
  const title = model.steps[step]?.title ?? '';
  const isLast = step === model.steps.length - 1;
  const cell = onlyCell(model, step);
  return (
    <div className={styles.row} style={{ minHeight: layout.stepSize }} role="group" aria-label={title}>
      <div className={styles.line}>
        <span className={styles.title} title={title}>
          {title}
        </span>
        {cell && <PrimaryNumber cell={cell} step={step} />}
      </div>
      <StepBars step={step} />
      {cell && layout.detail === 'all' && (
        <div className={cx(styles.line, styles.foot)}>
          <FittingLine className={styles.counts} hasDots>
            {[...reachedTexts(cell, step, options, false), ...lostTexts(cell, isLast, options)]}
          </FittingLine>
          <FittingLine className={styles.times} hasDots isOptional>
            {timeTexts(cell, options)}
          </FittingLine>
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexDirection: 'column', justifyContent: 'center', gap: 2 }),
  line: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: theme.spacing(1),
    minWidth: 0,
  }),
  foot: css({
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  // Counts come before times where there is no room for both.
  counts: css({ flexShrink: 0, maxWidth: '100%' }),
  times: css({ flex: 1, justifyContent: 'flex-end' }),
  title: css({
    minWidth: '20%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
});
