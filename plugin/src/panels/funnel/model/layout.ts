import type { Orientation } from '../funnel-options';

/** What is shown beside the bars, from everything to the least that still tells the numbers. */
export interface FunnelLayout {
  readonly orientation: 'horizontal' | 'vertical';
  /** Of a column or of a row, in pixels; the chart scrolls where they need more than there is. */
  readonly stepSize: number;
  /** Thickness of one bar, in pixels. */
  readonly barSize: number;
  /** Lines of text of a step: its title and rate alone, the rate of the step before and counts, or times as well. */
  readonly detail: 'minimal' | 'some' | 'all';
  /** Whether all steps have room for an interval beside the rate; its mark is always drawn when asked for. */
  readonly hasRoomForIntervals: boolean;
  readonly hasLegend: boolean;
}

interface Space {
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly segments: number;
  readonly orientation: Orientation;
}

/** Least width of a column whose title can be read, and height of a panel in which a column's bar says anything. */
const MIN_COLUMN = 92;
const MIN_COLUMN_HEIGHT = 200;
const MAX_BAR = 72;
const GAP = 3;

const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(max, value));

const barOf = (room: number, segments: number, max: number): number => clamp(Math.floor(room / segments) - GAP, 6, max);

function vertical({ width, height, steps, segments }: Space): FunnelLayout {
  const stepSize = Math.max(MIN_COLUMN, segments * (6 + GAP) + 24, Math.floor(width / steps));
  const detail = height < 240 ? 'minimal' : height < 330 ? 'some' : 'all';
  return {
    orientation: 'vertical',
    stepSize,
    barSize: barOf(stepSize - 24, segments, segments === 1 ? Math.min(MAX_BAR * 2, stepSize * 0.6) : MAX_BAR),
    detail,
    hasRoomForIntervals: stepSize >= 150,
    hasLegend: height >= 220,
  };
}

/** Heights of a row without its bars: one line, two, three. */
const ROW = { minimal: 6, some: 28, all: 48 } as const;

function horizontal({ width, height, steps, segments }: Space): FunnelLayout {
  const room = Math.floor((height - 24) / steps);
  const bars = segments * (6 + GAP);
  const detail =
    room >= ROW.all + bars + 8 && width >= 300 ? 'all' : room >= ROW.some + bars && width >= 220 ? 'some' : 'minimal';
  const stepSize = Math.max(room, ROW[detail] + bars, 24);
  return {
    orientation: 'horizontal',
    stepSize,
    barSize: barOf(stepSize - ROW[detail], segments, 36),
    detail,
    hasRoomForIntervals: width >= 320,
    hasLegend: height >= 160 && width >= 240,
  };
}

/** How a funnel is laid out in its space: columns where all of them fit, else rows. */
export function layoutFunnel(space: Space): FunnelLayout {
  const fits = space.width / space.steps >= MIN_COLUMN && space.height >= MIN_COLUMN_HEIGHT;
  const isVertical = space.orientation === 'vertical' || (space.orientation === 'auto' && fits);
  return isVertical ? vertical(space) : horizontal(space);
}
