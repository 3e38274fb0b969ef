/** How a number of a unit is entered by people. */
export interface UnitScale {
  readonly suffix: string | undefined;
  readonly toShown: (value: number) => number;
  readonly toStored: (value: number) => number;
}

/** Without the digits that multiplying adds to a decimal fraction. */
const rounded = (value: number): number => Number(value.toPrecision(12));

const same = (suffix: string | undefined): UnitScale => ({
  suffix,
  toShown: (value) => value,
  toStored: (value) => value,
});

/** Shares are entered as per cent, all else as it is. */
export function scaleOf(unit: string): UnitScale {
  if (unit === 'percentunit') {
    return { suffix: '%', toShown: (value) => rounded(value * 100), toStored: (value) => rounded(value / 100) };
  }
  if (unit === 'percent') return same('%');
  if (unit === 's' || unit === 'ms') return same(unit);
  return same(unit.startsWith('currency') ? unit.slice('currency'.length).replace(':', '') : undefined);
}
