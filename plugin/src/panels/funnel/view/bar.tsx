import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { barParts, cellsOf } from '../model/bar-parts';
import { cellId } from '../model/cell-ref';
import type { FunnelCell } from '../model/funnel-model';
import { BarLabel } from './bar-label';
import { BarPart } from './bar-part';
import { useChart } from './chart-context';
import { EarlierMark } from './earlier-mark';
import { IntervalMark } from './interval-mark';

/** What is drawn over a bar: the earlier range, the interval, and of several segments the rate. Step 1 is 100 % of itself. */
function BarMarks({ cell, step }: { readonly cell: FunnelCell; readonly step: number }) {
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

interface Props {
  readonly segment: number;
  readonly step: number;
}

/** The bar of one step of one segment: its length is the rate of all that reached step 1. */
export function Bar({ segment, step }: Props) {
  const styles = useStyles2(getStyles);
  const { model, layout, options } = useChart();
  const own = model.segments[segment];
  const cell = own?.cells[step];
  if (cell === undefined) return null;
  const first = own?.cells[0]?.reached ?? 0;
  const cells = cellsOf(model, segment, step, options.showPending);
  const size = layout.orientation === 'vertical' ? { width: layout.barSize } : { height: layout.barSize };
  return (
    <div className={layout.orientation === 'vertical' ? styles.column : styles.row} style={size}>
      {barParts(cells, cell, first).map((part) => (
        <BarPart key={cellId(part.cell)} {...part} />
      ))}
      <BarMarks cell={cell} step={step} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const track = {
    position: 'relative',
    flexShrink: 0,
    background: theme.colors.background.secondary,
    borderRadius: 2,
  } as const;
  return { column: css({ ...track, height: '100%' }), row: css({ ...track, width: '100%' }) };
};
