import type { GoodDirection } from '@callsight/contract/query/catalogue';

export interface Change {
  readonly direction: 'up' | 'down' | 'level';
  /** Good or bad by the good direction of the metric, else neither. */
  readonly tone: 'good' | 'bad' | 'neutral';
  /** "12.3%", or "2.1 pts" between two ratios; without a sign. */
  readonly size: string;
  /** Relative change; between ratios the difference. */
  readonly amount: number;
}

interface Compared {
  readonly value: number | null;
  readonly previous?: number | null | undefined;
  readonly unit: string;
  readonly good: GoodDirection;
}

const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function sizeOf(amount: number, unit: string): string {
  const shown = Math.abs(amount) * 100;
  return unit === 'percentunit' ? `${tenths.format(shown)} pts` : `${tenths.format(shown)}%`;
}

/** How a value moved, or undefined where there is nothing to compare it with. */
export function changeOf({ value, previous, unit, good }: Compared): Change | undefined {
  if (value === null || previous === null || previous === undefined) return undefined;
  const isRatio = unit === 'percentunit';
  if (!isRatio && previous === 0) return undefined;
  const amount = isRatio ? value - previous : (value - previous) / Math.abs(previous);
  // What rounds to nothing is called level, so that no arrow stands beside 0.0.
  if (Math.abs(amount) < 0.000_5) return { direction: 'level', tone: 'neutral', size: 'no change', amount: 0 };
  const direction = amount > 0 ? 'up' : 'down';
  const tone = good === 'none' ? 'neutral' : good === direction ? 'good' : 'bad';
  return { direction, tone, size: sizeOf(amount, unit), amount };
}
