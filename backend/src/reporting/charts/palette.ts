/** Colours of a chart: values of CSS, or variables of a page that has a light and a dark appearance. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** Of the period before. */
  readonly previous: string;
  readonly surface: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly good: string;
  readonly bad: string;
  readonly badSoft: string;
  readonly goal: string;
  /** Of several series, the first being the accent. */
  readonly series: readonly string[];
  /** From few to many, in one hue. */
  readonly heat: readonly string[];
  /** Of numbers on the cells of `heat`. */
  readonly onHeat: readonly string[];
}

const HEAT = ['#f2f5ff', '#dbe4ff', '#bac8ff', '#91a7ff', '#748ffc', '#5c68ee', '#4147d5', '#2c30a3'] as const;

/** Text of at least 4.5:1 on each step. */
const ON_HEAT = ['#101828', '#101828', '#101828', '#101828', '#101828', '#ffffff', '#ffffff', '#ffffff'] as const;

export const DEFAULT_ACCENT = '#3538cd';

/** For paper and mail. @param accent of the account */
export const printPalette = (accent: string = DEFAULT_ACCENT): Palette => ({
  text: '#101828',
  muted: '#5d6b82',
  line: '#e4e7ec',
  previous: '#c3cad6',
  surface: '#ffffff',
  accent,
  accentSoft: '#eef0ff',
  good: '#067647',
  bad: '#b42318',
  badSoft: '#fee4e2',
  goal: '#0b7a6f',
  series: [accent, '#dc6803', '#0e9384', '#c11574', '#1570ef', '#667085', '#7a5af8', '#4f7a21'],
  heat: HEAT,
  onHeat: ON_HEAT,
});

/** For a page whose style sheet sets the variables (`html/styles.ts`). */
export const PAGE_PALETTE: Palette = {
  text: 'var(--text)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  previous: 'var(--previous)',
  surface: 'var(--surface)',
  accent: 'var(--accent)',
  accentSoft: 'var(--accent-soft)',
  good: 'var(--good)',
  bad: 'var(--bad)',
  badSoft: 'var(--bad-soft)',
  goal: 'var(--goal)',
  series: Array.from({ length: 8 }, (_, index) => `var(--series-${index})`),
  heat: HEAT.map((_, index) => `var(--heat-${index})`),
  onHeat: ON_HEAT.map((_, index) => `var(--on-heat-${index})`),
};
