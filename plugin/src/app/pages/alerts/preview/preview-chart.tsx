import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import { formatTick } from '../model/format-value';
import type { Incident } from '../model/incidents';
import type { PreviewGroup } from '../model/preview-model';
import { useNow } from '../../../controls/use-now';
import { movedBy, nearestPoint } from './chart-cursor';
import { chartPaths } from './chart-paths';
import { type ChartArea, type ChartScales, chartScales } from './chart-scales';
import { pointText } from './point-text';
import { useWidth } from '../../../controls/use-width';

const HEIGHT = 260;
/** Room for the numbers of the axis. */
const LEFT = 64;

interface FrameProps {
  readonly box: ChartArea;
  readonly scales: ChartScales;
  readonly unit: string;
}

/** Lines at round values, and the days. */
function Axes({ box, scales: { x, y, days }, unit }: FrameProps) {
  const styles = useStyles2(getStyles);
  const ticks = y.ticks(4);
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={box.left} x2={box.right} y1={y(tick)} y2={y(tick)} />
          <text className={styles.tick} x={box.left - 8} y={y(tick)} dy="0.35em" textAnchor="end">
            {formatTick(tick, step, unit)}
          </text>
        </g>
      ))}
      {days.map((day) => (
        <text key={day} className={styles.tick} x={x(day)} y={HEIGHT - 8}>
          {dateTimeFormat(day, { format: 'ddd D' })}
        </text>
      ))}
    </>
  );
}

interface IncidentMarksProps {
  readonly incidents: readonly Incident[];
  readonly box: ChartArea;
  readonly scales: ChartScales;
}

/** When it would have fired; so wide that the shortest is seen. */
function IncidentMarks({ incidents, box, scales: { x } }: IncidentMarksProps) {
  const styles = useStyles2(getStyles);
  return incidents.map(({ from, to, level }) => {
    const begin = Math.max(box.left, x(from));
    return (
      <rect
        key={from}
        className={level === 'critical' ? styles.critical : styles.warning}
        x={begin}
        y={box.top}
        width={Math.max(3, Math.min(box.right, x(to)) - begin)}
        height={box.bottom - box.top}
      />
    );
  });
}

interface Props {
  readonly group: PreviewGroup;
  readonly unit: string;
  /** Whether it is compared with a limit instead of with what is usual. */
  readonly isLimit: boolean;
}

/** The line of a group with the range that is usual, and when it would have fired. Keys move through it as through a slider. */
export function PreviewChart({ group: { points, incidents }, unit, isLimit }: Props) {
  const styles = useStyles2(getStyles);
  const now = useNow();
  const [ref, width] = useWidth<HTMLDivElement>();
  const [chosen, setChosen] = useState<number>();
  const box = useMemo(
    (): ChartArea => ({ left: LEFT, right: Math.max(LEFT + 1, width - 8), top: 10, bottom: HEIGHT - 26 }),
    [width],
  );
  const scales = useMemo(() => chartScales(points, box), [points, box]);
  const paths = useMemo(() => chartPaths(points, scales), [points, scales]);
  const last = points.length - 1;
  const index = Math.min(chosen ?? last, last);
  const point = points[index];
  if (point === undefined) return null;
  const text = pointText(point, { unit, isLimit, now });
  const at = scales.x(point.at);
  const onPointer = (event: PointerEvent<SVGSVGElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setChosen(nearestPoint(points, scales.x.invert(event.clientX - left)));
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = movedBy(event.key, index, last);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <div ref={ref} className={styles.chart}>
      <svg
        width={width}
        height={HEIGHT}
        role="slider"
        tabIndex={0}
        aria-label={t('alerts.chart.label', 'The last 14 days; arrow keys move through them')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={text}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={() => setChosen(undefined)}
        onKeyDown={onKey}
      >
        <Axes box={box} scales={scales} unit={unit} />
        <IncidentMarks incidents={incidents} box={box} scales={scales} />
        <path className={styles.band} d={paths.band} />
        <path className={isLimit ? styles.limit : styles.baseline} d={paths.baseline} />
        <path className={styles.value} d={paths.value} />
        {chosen !== undefined && <line className={styles.cursor} x1={at} x2={at} y1={box.top} y2={box.bottom} />}
        {chosen !== undefined && point.value !== undefined && (
          <circle className={styles.dot} cx={at} cy={scales.y(point.value)} r={4} />
        )}
      </svg>
      <p className={styles.text} aria-hidden>
        {text}
      </p>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const blue = theme.visualization.getColorByName('blue');
  return {
    chart: css({ minWidth: 0, svg: { display: 'block', touchAction: 'pan-y' } }),
    grid: css({ stroke: theme.colors.border.weak }),
    tick: css({ fill: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
    band: css({ fill: blue, opacity: 0.2 }),
    baseline: css({ fill: 'none', stroke: blue, strokeDasharray: '3 3', opacity: 0.8 }),
    limit: css({ fill: 'none', stroke: theme.colors.error.text, strokeDasharray: '6 3' }),
    value: css({ fill: 'none', stroke: theme.colors.text.primary, strokeWidth: 1.25 }),
    critical: css({ fill: theme.colors.error.main, opacity: 0.35 }),
    warning: css({ fill: theme.colors.warning.main, opacity: 0.3 }),
    cursor: css({ stroke: theme.colors.text.secondary }),
    dot: css({ fill: theme.colors.text.primary }),
    text: css({
      margin: theme.spacing(0.5, 0, 0),
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
      minHeight: '1.6em',
    }),
  };
};
