/** Colours of a chart: values of CSS, or variables of a page that has a light and a dark appearance. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** Of the period before. */
  readonly previous: string;
  readonly surface: string;
  readonly accent: string;
  /** Of text on the accent. */
  readonly onAccent: string;
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

const HEAT = ['#f2f5ff', '#dbe4ff', '#bac8ff', '#91a7ff', '#748ffc', '#5863ea', '#4147d5', '#2c30a3'] as const;

/** Text of at least 4.5:1 on each step. */
const ON_HEAT = ['#101828', '#101828', '#101828', '#101828', '#101828', '#ffffff', '#ffffff', '#ffffff'] as const;

export const DEFAULT_ACCENT = '#3538cd';

const DARK = '#101828';

/** Relative luminance of a colour (WCAG 2). @param color `#rrggbb` */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21 (WCAG 2). */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** White, or dark where white could not be read: an account may have chosen any colour. */
export const readableOn = (color: string): string =>
  contrast('#ffffff', color) >= contrast(DARK, color) ? '#ffffff' : DARK;

/** For paper and mail. */
export const printPalette = (): Palette => ({
  text: '#101828',
  muted: '#5d6b82',
  line: '#e4e7ec',
  previous: '#c3cad6',
  surface: '#ffffff',
  accent: DEFAULT_ACCENT,
  onAccent: readableOn(DEFAULT_ACCENT),
  accentSoft: '#eef0ff',
  good: '#067647',
  bad: '#b42318',
  badSoft: '#fee4e2',
  goal: '#0b7a6f',
  series: [DEFAULT_ACCENT, '#dc6803', '#0e9384', '#c11574', '#1570ef', '#667085', '#7a5af8', '#4f7a21'],
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
  onAccent: 'var(--on-accent)',
  accentSoft: 'var(--accent-soft)',
  good: 'var(--good)',
  bad: 'var(--bad)',
  badSoft: 'var(--bad-soft)',
  goal: 'var(--goal)',
  series: Array.from({ length: 8 }, (_, index) => `var(--series-${index})`),
  heat: HEAT.map((_, index) => `var(--heat-${index})`),
  onHeat: ON_HEAT.map((_, index) => `var(--on-heat-${index})`),
};
