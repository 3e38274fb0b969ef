const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2). */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(parseInt(color.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours of the form `#rrggbb`, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colours of texts on the band of a report, as the service has them. */
const TEXTS = ['#ffffff', '#101828'] as const;

/** What texts of usual size need. */
export const READABLE = 4.5;

/** The colour of texts on a band, and its contrast. */
export function textOn(band: string): { readonly color: string; readonly ratio: number } {
  const [white, dark] = TEXTS.map((color) => ({ color, ratio: contrast(color, band) })) as [Text, Text];
  return white.ratio >= dark.ratio ? white : dark;
}

interface Text {
  readonly color: string;
  readonly ratio: number;
}
