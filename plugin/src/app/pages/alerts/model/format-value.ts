import { formattedValueToString, getValueFormat } from '@grafana/data';

/** Digits that a person reads at a glance; amounts of money have the two that they are told with. */
function decimalsOf(unit: string, size: number): number {
  if (unit.startsWith('currency')) return 2;
  if (unit === 'short' || unit === 'none') return Number.isInteger(size) ? 0 : size < 1 ? 2 : size < 100 ? 1 : 0;
  const shown = unit === 'percentunit' ? size * 100 : size;
  return shown !== 0 && shown < 1 ? 2 : 1;
}

/** Marks of an axis, with no more digits than tell them apart. */
export function formatTick(value: number, step: number, unit: string): string {
  const shown = unit === 'percentunit' ? step * 100 : step;
  const decimals = Number.isInteger(shown) ? 0 : shown < 0.1 ? 2 : 1;
  // Times get another unit where they are long, and more digits with it.
  const isTime = unit === 's' || unit === 'ms';
  return formattedValueToString(
    getValueFormat(unit === 'none' ? 'short' : unit)(value, isTime && value !== 0 ? 1 : decimals),
  );
}

/** A value in its unit, such as `3.1 s` or `4.2%`. */
export function formatValue(value: number, unit: string): string {
  // Units of texts, such as amounts of an unknown currency, stand for plain numbers.
  const format = getValueFormat(unit === 'none' ? 'short' : unit);
  return formattedValueToString(format(value, decimalsOf(unit, Math.abs(value))));
}
