import type { GrafanaTheme2 } from '@grafana/data';
import type { CellEnd } from '../model/cell-ref';

/** How a part of a bar is filled: who came on is solid, who can still come is hatched, who dropped is pale. */
export function partFill(theme: GrafanaTheme2, end: CellEnd, color: string): string {
  const pale = `color-mix(in srgb, ${color} 26%, transparent)`;
  if (end === 'dropped') return pale;
  if (end === 'pending') {
    return `repeating-linear-gradient(135deg, color-mix(in srgb, ${color} 72%, transparent) 0 3px, color-mix(in srgb, ${color} 18%, transparent) 3px 7px)`;
  }
  return color;
}

/**
 * Hues that can be told apart side by side, on light and on dark. No red: a segment is not bad by being one.
 */
const NAMES = [
  'blue',
  'orange',
  'purple',
  'green',
  'yellow',
  'super-light-blue',
  'dark-orange',
  'light-purple',
  'dark-green',
  'light-yellow',
];

/** Color of a segment by its position. */
export const segmentColor = (theme: GrafanaTheme2, index: number): string =>
  theme.visualization.getColorByName(NAMES[index % NAMES.length] ?? 'blue');
