import type { GrafanaTheme2 } from '@grafana/data';

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

/** Color of a segment by its place. */
export const segmentColor = (theme: GrafanaTheme2, place: number): string =>
  theme.visualization.getColorByName(NAMES[place % NAMES.length] ?? 'blue');
