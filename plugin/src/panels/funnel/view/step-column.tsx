import { css } from '@emotion/css';
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

/** A line below or above the bars; it has its height without a text, too, so that the bars of all steps align. */
function Texts({ of }: { readonly of: readonly string[] }) {
  const styles = useStyles2(getStyles);
  return (
    <FittingLine className={styles.line} hasDots>
      {of}
    </FittingLine>
  );
}

/** A step as a column: title and numbers, bars, and what became of the others. */
export function StepColumn({ step }: Props) {
  const styles = useStyles2(getStyles);
  const { model, layout, options } = useChart();
  const title = model.steps[step]?.title ?? '';
  const isLast = step === model.steps.length - 1;
  const cell = onlyCell(model, step);
  const lines =
    cell === undefined || layout.detail === 'minimal'
      ? undefined
      : {
          reached: reachedTexts(cell, step, options, layout.stepSize < 180),
          lost: lostTexts(cell, isLast, options),
        };
  const hasTimes = cell !== undefined && layout.detail === 'all' && options.showTimes;
  return (
    <div className={styles.column} style={{ width: layout.stepSize }} role="group" aria-label={title}>
      <div className={styles.title} title={title}>
        {title}
      </div>
      {cell && <PrimaryNumber cell={cell} step={step} />}
      {lines && <Texts of={lines.reached} />}
      <StepBars step={step} />
      {lines && <Texts of={lines.lost} />}
      {hasTimes && <Texts of={timeTexts(cell, options)} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  column: css({
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    minHeight: 0,
    padding: theme.spacing(0, 0.75),
    textAlign: 'center',
    alignItems: 'stretch',
  }),
  title: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.primary,
  }),
  line: css({
    flexShrink: 0,
    justifyContent: 'safe center',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    color: theme.colors.text.secondary,
  }),
});
