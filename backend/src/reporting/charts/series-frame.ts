import type { Line, SectionContent } from '../document/document.js';
import type { Format } from '../words/format.js';
import type { Words } from '../words/words.js';
import type { ValueAxis } from './axis.js';
import type { Palette } from './palette.js';
import type { Canvas } from './svg.js';

export type SeriesContent = Extract<SectionContent, { readonly type: 'series' }>;

export interface ChartStyle {
  readonly canvas: Canvas;
  readonly palette: Palette;
  readonly format: Format;
  readonly words: Words;
}

/** A chart with its axes laid out. */
export interface SeriesFrame extends ChartStyle {
  readonly content: SeriesContent;
  readonly axis: ValueAxis;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const colorOf = ({ series }: Palette, index: number): string =>
  series[index % series.length] ?? series[0] ?? 'currentColor';

export const isStacked = ({ chart, lines }: SeriesContent): boolean => chart === 'stacked' && lines.length > 1;

export const sumAt = (
  lines: readonly Line[],
  index: number,
  read: (one: Line) => readonly (number | null)[] | undefined,
): number => lines.reduce((sum, one) => sum + (read(one)?.[index] ?? 0), 0);
