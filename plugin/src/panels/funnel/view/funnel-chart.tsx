import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { FunnelOptions } from '../funnel-options';
import { cellId, type CellRef, sameCell } from '../model/cell-ref';
import { cellsOf } from '../model/bar-parts';
import type { FunnelModel } from '../model/funnel-model';
import { layoutFunnel } from '../model/layout';
import { keyMove, moveFocus } from '../model/move-focus';
import { unitName } from '../format/cell-texts';
import { CellTooltip } from './cell-tooltip';
import { ChartContext } from './chart-context';
import { Legend } from './legend';
import { StepColumn } from './step-column';
import { StepLine } from './step-line';
import { StepRow } from './step-row';

interface Props {
  readonly model: FunnelModel;
  readonly options: FunnelOptions;
  readonly width: number;
  readonly height: number;
  readonly onOpen: (cell: CellRef) => void;
}

/** One funnel. Tab leads into it, arrows lead through it, Enter lists the calls of a part. */
export function FunnelChart({ model, options, width, height, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const chart = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<CellRef>();
  const [pointed, setPointed] = useState<{ readonly cell: CellRef; readonly at: DOMRect }>();
  const onPoint = (cell?: CellRef, element?: Element): void =>
    setPointed(cell === undefined || element === undefined ? undefined : { cell, at: element.getBoundingClientRect() });
  const steps = model.steps.map((_, step) => step);
  const { segments } = model;
  const layout = layoutFunnel({
    width,
    height,
    steps: steps.length,
    segments: segments.length,
    orientation: options.orientation,
  });
  const isVertical = layout.orientation === 'vertical';
  const Step = isVertical ? StepColumn : layout.detail === 'minimal' ? StepLine : StepRow;
  const cells = steps.flatMap((step) =>
    segments.flatMap((_, segment) => cellsOf(model, segment, step, options.showPending)),
  );
  const focused = cells.find((cell) => chosen !== undefined && sameCell(cell, chosen)) ?? cells[0];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onPoint();
    const move = keyMove(event.key, isVertical);
    if (move === undefined || focused === undefined) return;
    event.preventDefault();
    const next = moveFocus(cells, focused, move);
    setChosen(next);
    chart.current?.querySelector<HTMLElement>(`[data-cell="${cellId(next)}"]`)?.focus();
  };
  const title = t(
    'funnel-panel.chart.label',
    'Funnel of {{- units}} in {{- steps}} steps; arrow keys lead from part to part, Enter lists its calls',
    {
      units: unitName(model.unit),
      steps: steps.length,
    },
  );
  return (
    <ChartContext.Provider value={{ model, layout, options, focused, onFocus: setChosen, onPoint, onOpen }}>
      <div className={styles.chart} style={{ height }}>
        <div
          ref={chart}
          className={isVertical ? styles.columns : Step === StepLine ? styles.lines : styles.rows}
          role="group"
          aria-label={title}
          onKeyDown={onKeyDown}
        >
          {steps.map((step) => (
            <Step key={step} step={step} />
          ))}
        </div>
        {layout.hasLegend && <Legend />}
        {pointed !== undefined && <CellTooltip {...pointed} model={model} />}
      </div>
    </ChartContext.Provider>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chart: css({ display: 'flex', flexDirection: 'column', minHeight: 0 }),
  columns: css({ display: 'flex', flex: 1, minHeight: 0, overflowX: 'auto', overflowY: 'hidden', paddingTop: 2 }),
  lines: css({
    // The widths of all steps are one: the numbers take what the widest needs, so that the bars begin and end together.
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 34%) minmax(0, 1fr) max-content',
    columnGap: theme.spacing(1),
    alignContent: 'space-evenly',
    alignItems: 'center',
    flex: 1,
    minHeight: 0,
    overflowY: 'auto',
    overflowX: 'hidden',
    padding: theme.spacing(0, 0.75),
    '@supports (align-content: safe space-evenly)': { alignContent: 'safe space-evenly' },
  }),
  rows: css({
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-evenly',
    flex: 1,
    minHeight: 0,
    overflowY: 'auto',
    overflowX: 'hidden',
    padding: theme.spacing(0, 0.75),
    // "space-evenly" would push the first rows out of reach where they overflow.
    '@supports (justify-content: safe space-evenly)': { justifyContent: 'safe space-evenly' },
  }),
});
