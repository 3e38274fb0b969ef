import { formattedValueToString, getValueFormat } from '@grafana/data';

const format = getValueFormat('percentunit');

/** A rate as a percentage; small and large ones keep a decimal that tells them from nothing and everything. */
export function formatRate(rate: number | null): string {
  if (rate === null) return '–';
  const isWhole = rate === 0 || rate === 1;
  return formattedValueToString(format(rate, isWhole ? 0 : 1));
}
