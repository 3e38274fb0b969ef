import type { FunnelCell } from '../model/funnel-model';
import { BarLabel } from './bar-label';
import { useChart } from './chart-context';
import { EarlierMark } from './earlier-mark';
import { IntervalMark } from './interval-mark';

interface Props {
  readonly cell: FunnelCell;
  readonly step: number;
}

/** What is drawn over a bar: the earlier range, the interval, and of several segments the rate. Step 1 is 100 % of itself. */
export function BarMarks({ cell, step }: Props) {
  const { model, options } = useChart();
  if (step === 0) return null;
  return (
    <>
      {options.compareDisplay !== 'delta' && <EarlierMark rate={cell.earlier?.rateTotal ?? null} />}
      {model.segments.length > 1 && <BarLabel cell={cell} />}
      {options.showIntervals && <IntervalMark low={cell.totalLow} high={cell.totalHigh} />}
    </>
  );
}
